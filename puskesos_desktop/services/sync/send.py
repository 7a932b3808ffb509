"""Handing changes to the kabupaten: what has not been receipted yet, in one sealed bundle on a stick or in a folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from puskesos_desktop import __version__
from puskesos_desktop.domain.household import Record
from puskesos_desktop.domain.outcome import BadFile, Progress, UserError, silent
from puskesos_desktop.exchange.bundle import sealing, stick
from puskesos_desktop.exchange.bundle.manifest import Head, Kind, Manifest, Range
from puskesos_desktop.exchange.bundle.packing import read_bundle
from puskesos_desktop.exchange.bundle.sample_key import SAMPLE_KEY
from puskesos_desktop.forms import paper
from puskesos_desktop.journal import bundle_lines
from puskesos_desktop.journal.bundle_lines import VOUCH_START, Seal, seal_message
from puskesos_desktop.journal.clock import wall_text
from puskesos_desktop.services.family import photos
from puskesos_desktop.services.family.photos import Missing, Outgoing
from puskesos_desktop.services.sync import laptops
from puskesos_desktop.services.sync.laptops import signing_key
from puskesos_desktop.store.file.connection import Database
from puskesos_desktop.store.log import outbox, peers
from puskesos_desktop.store.log.outbox import Receipt, SentBundle, Span
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households


@dataclass(frozen=True)
class Pending:
    """What a recipient lacks: spans of operations, the number of changes (groups), and the whole village's totals.

    `needs` is what the recipient is proven to hold of each device, on which the spans build.
    """

    spans: tuple[Span, ...]
    changes: int
    totals: Mapping[str, int]
    since_receipt: bool
    needs: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Sent:
    """A bundle that was written and read back; `repeats` is an older file beside it with the same content.

    `missing` are the photos its operations name that are not on this laptop, and so not in it. `more` are the bundles
    that follow it when the photos are too many for one, to be taken in this order; the counts are those of all.
    """

    path: Path
    changes: int
    totals: Mapping[str, int]
    size: int
    repeats: Path | None
    photos: int = 0
    missing: tuple[Missing, ...] = ()
    more: tuple[Path, ...] = ()


def pending(db: Database, recipient: str, *, whole: bool = False) -> Pending:
    """What has changed since this recipient's last receipt, else (or with `whole`) since the beginning."""
    vector = {} if whole else outbox.receipted(db, recipient)
    spans = tuple(outbox.spans_beyond(db, vector))
    changes = sum(outbox.groups_in(db, span) for span in spans)
    return Pending(spans, changes, households.totals(db), bool(vector), {name: at for name, at in vector.items() if at})


def send(
    store: Store,
    folder: Path,
    recipient: str,
    progress: Progress = silent,
    *,
    kind: Kind = Kind.CHANGES,
    whole: bool = False,
) -> Sent:
    """Write a bundle for `recipient` (an age public key) into `folder`, read it back, and keep it in the ledger.

    The photos that its operations name go with it; when they are too many for one bundle, several follow each other.
    With `whole` everything goes once more, for a recipient who lost what was receipted. The bundle says what this
    laptop holds of every device, so that another laptop knows what it need not send again.

    Raises `UserError` when nothing is new, when the village has no record yet, or when the sample village's key would
    be used for a real village. A bundle that was written before a later one failed stays.
    """
    db = store.reader()
    village = _village(db)
    _refuse_sample_key(village, recipient)
    waiting = pending(db, recipient, whole=whole)
    if not waiting.spans:
        raise UserError("Tidak ada perubahan yang belum diterima kabupaten.", "Tidak perlu mengirim sekarang.")
    sent = [
        _write(store, folder, part, recipient, kind=kind, progress=progress) for part in _in_portions(store, waiting)
    ]
    return replace(
        sent[0],
        changes=waiting.changes,
        size=sum(one.size for one in sent),
        photos=sum(one.photos for one in sent),
        missing=tuple(lacking for one in sent for lacking in one.missing),
        more=tuple(one.path for one in sent[1:]),
    )


def _in_portions(store: Store, waiting: Pending) -> Iterator[Pending]:
    """What waits as one bundle, or as several of which each builds on those before."""
    db, needs = store.reader(), dict(waiting.needs)
    for spans in photos.portions(store, waiting.spans):
        changes = sum(outbox.groups_in(db, span) for span in spans)
        yield replace(waiting, spans=spans, changes=changes, needs=dict(needs))
        needs |= {span.device: span.last for span in spans}


def _write(store: Store, folder: Path, part: Pending, recipient: str, *, kind: Kind, progress: Progress) -> Sent:
    db = store.reader()
    outgoing = Outgoing(store, part.spans)
    delivered = stick.deliver(
        folder,
        _draft(store, _village(db), part, recipient, kind),
        _lines(store, db, part.spans),
        signer=signing_key(store),
        recipients=[recipient],
        photos=outgoing,
        progress=progress,
    )
    written = delivered.written
    manifest = written.manifest
    outbox.record_bundle(
        store,
        SentBundle(
            manifest.id,
            written.path.name,
            manifest.created,
            recipient,
            [list(one) for one in manifest.ranges],
            part.changes,
            part.totals,
            manifest.files[0].sha256,
            written.plain_sha256,
        ),
    )
    carried, missing = photos.count_in(manifest), tuple(outgoing.missing())
    return Sent(written.path, part.changes, part.totals, written.size, delivered.repeats, carried, missing)


def rest_words(sent: Sent) -> str:
    """What else must be known of what was sent: bundles that follow, photos that are lacking; mostly nothing."""
    names = ", ".join(path.name for path in sent.more)
    follow = f"Fotonya banyak, jadi ada paket lanjutan yang diterima sesudahnya: {names}." if names else ""
    return " ".join(part for part in (follow, photos.missing_words(sent.missing)) if part)


def take_receipt(store: Store, path: Path) -> tuple[Receipt, bool]:
    """Check a receipt of the kabupaten and remember it; False beside it when it was known already.

    A receipt counts only when it proves that its writer could read the bundle: it carries a hash over the opened
    operations, which is computed again here, and our own chain's hash. Else `BadFile`.
    """
    opened = read_bundle(path)
    manifest = opened.manifest
    if manifest.kind is not Kind.RECEIPT:
        raise BadFile(path, "ini bukan tanda terima.", "Pilih berkas berawalan TT_ dari kabupaten.")
    db = store.reader()
    try:
        content = json.loads(json.dumps(manifest.extra["receipt"]))
        spans = [Span(str(device), int(first), int(last)) for device, first, last in content["ranges"]]
        proven = all(_same_tip(db, device, *tip) for device, tip in content["vector"].items())
        receipt = Receipt(
            manifest.id,
            str(content["bundle"]),
            manifest.sender,
            str(content["recipient"]),
            wall_text(store.ambient.now_ms()),
            {name: int(tip[0]) for name, tip in content["vector"].items()},
            manifest.totals,
        )
    except (KeyError, TypeError, ValueError):
        raise BadFile(path, "isi tanda terima tidak lengkap.", "Mintalah tanda terima baru ke kabupaten.") from None
    if not proven or not spans or content["proof"] != proof_of_reading(_lines(store, db, spans)):
        raise BadFile(
            path,
            "tanda terima ini bukan untuk data di laptop ini.",
            "Pilih tanda terima dari paket yang dikirim laptop ini.",
        )
    return receipt, outbox.record_receipt(store, receipt)


def proof_of_reading(plain: Iterator[bytes]) -> str:
    """What only someone who opened a bundle can compute from its lines, the vouches left out; hex."""
    digest = hashlib.sha256(b"PSB1 receipt\0")
    for line in plain:
        if not line.startswith(VOUCH_START):
            digest.update(line + b"\n")
    return digest.hexdigest()


def recipient_of(store: Store, key_file: Path | None) -> str:
    """Whom to seal for: the key file given, else the sample village's own key; `UserError` when neither is there."""
    if key_file is not None:
        return sealing.read_recipient_file(key_file)
    if is_sample(_village(store.reader())):
        return SAMPLE_KEY.public
    raise UserError("Kunci kabupaten belum dipilih.", "Pilih berkas kunci yang diberikan Dinas Sosial.")


def is_sample(village: Record) -> bool:
    """Whether this is the invented sample village."""
    return village["contoh"] == 1


def _village(db: Database) -> Record:
    village = households.village(db)
    if village is None:
        raise UserError("Desa belum dipilih.", "Pilih desa lebih dahulu.")
    return village


def _refuse_sample_key(village: Record, recipient: str) -> None:
    if recipient == SAMPLE_KEY.public and not is_sample(village):
        raise UserError(
            "Kunci contoh tidak boleh dipakai untuk desa sungguhan: siapa pun dapat membukanya.",
            "Pilih berkas kunci yang diberikan Dinas Sosial.",
        )


def _draft(store: Store, village: Record, waiting: Pending, recipient: str, kind: Kind) -> Manifest:
    tip, _ = store.tip()
    return Manifest(
        kind=kind,
        id=store.new_id(),
        desa=village.text("kode"),
        created=wall_text(store.ambient.now_ms()),
        app=f"puskesos-desktop {__version__}",
        forms=paper.fingerprint(),
        ranges=tuple(Range(span.device, span.first, span.last) for span in waiting.spans),
        needs=waiting.needs,
        head=Head(store.device.name, tip.sequence, tip.hash.hex()),
        totals=waiting.totals,
        changes=waiting.changes,
        sample=is_sample(village),
        extra=laptops.introduction(store),
    )


def _lines(store: Store, db: Database, spans: Sequence[Span]) -> Iterator[bytes]:
    """The plain lines of a bundle: the same spans always give the same bytes, but for the vouches at the start."""
    ops = (op for span in spans for op in outbox.ops_in(db, span))
    yield from bundle_lines.pack(
        ops, [_seal(store, db, span) for span in spans], [laptops.own_vouch(store), *peers.vouches(db)]
    )


def _seal(store: Store, db: Database, span: Span) -> Seal:
    """Our own signature under our chain, or the author's own under a chain that is passed on."""
    if span.device != store.device.name:
        known = peers.seal_at(db, span.device, span.last)
        if known is None:
            raise UserError(f"Segel perangkat {span.device} tidak ada di laptop ini.", "Terima lagi paket terakhirnya.")
        return known
    tip = outbox.tip_at(db, span.device, span.last)
    if tip is None:
        raise UserError("Catatan yang disebut tidak ada di laptop ini.")
    return Seal(span.device, tip, sealing.sign(signing_key(store), seal_message(span.device, tip)))


def _same_tip(db: Database, device: str, sequence: int, digest: str) -> bool:
    tip = outbox.tip_at(db, device, int(sequence))
    return tip is not None and tip.hash.hex() == digest

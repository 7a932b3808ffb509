"""The command that tells the state of the whole village: the numbers and tasks of the first page."""

from __future__ import annotations

import click

from puskesos_desktop.cli.frame import Call, puskesos


@puskesos.command()
@click.pass_obj
def ringkasan(call: Call) -> None:
    """Keadaan desa: jumlah menurut dusun, dan apa yang menunggu."""
    from puskesos_desktop.services import overview
    from puskesos_desktop.store.log import outbox

    with call.store() as (store, _):
        receipt = outbox.last_receipt(store.reader())
        seen = overview.overview(store, receipt.recipient if receipt else "")
    call.answer(overview.as_dict(seen), overview.as_text(seen))

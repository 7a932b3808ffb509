"""Which backups are kept: all of two days, then one a day, a week, a month; never more than a bounded number."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st

from puskesos_desktop.store.backup import retention
from tests.support.amount import examples

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
moments = st.lists(
    st.integers(-400 * 24 * 60, 400 * 24 * 60).map(lambda minutes: NOON + timedelta(minutes=minutes)), max_size=120
)


@given(moments)
def test_the_rule_keeps_the_newest_all_of_two_days_and_a_bounded_number_besides(series: list[datetime]) -> None:
    kept = retention.kept(series, NOON)
    assert kept <= set(series)
    assert not series or max(series) in kept
    recent = {one for one in series if NOON - retention.ALL_FOR <= one <= NOON + retention.AHEAD}
    assert recent <= kept
    assert len(kept - recent) <= 2 * retention.DAYS + retention.WEEKS + retention.MONTHS
    assert retention.kept(kept, NOON) == kept


@given(moments)
def test_the_rule_keeps_one_of_each_of_the_newest_twelve_days_before(series: list[datetime]) -> None:
    kept = retention.kept(series, NOON)
    days = sorted({one.date() for one in series if one < NOON - retention.ALL_FOR}, reverse=True)[: retention.DAYS]
    assert set(days) <= {one.date() for one in kept}


@trials(max_examples=examples(20, 8))
@given(st.lists(st.integers(60, 3 * 24 * 60), min_size=200, max_size=400))
def test_after_months_of_work_old_states_are_still_there(gaps: list[int]) -> None:
    have: set[datetime] = set()
    now = NOON
    begin = now
    for minutes in gaps:
        now += timedelta(minutes=minutes)
        have = retention.kept({*have, now}, now)
        assert now in have
    reach = min(timedelta(days=270), now - begin - timedelta(days=31))
    assert min(have) <= now - reach
    assert len({one for one in have if one < now - retention.ALL_FOR}) <= 31

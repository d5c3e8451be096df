"""What follows from numbers, compared with published tables, closed forms, properties and simulated systems.

Simulations have fixed seeds, so they give the same numbers on every run.
"""

from __future__ import annotations

import heapq
import math
from collections import deque
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from random import Random
from statistics import fmean, stdev

import ciw  # type: ignore[import-untyped]
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from archadvisor.figures import formulas
from archadvisor.figures.formulas import backlog, mean_wait, mean_wait_at_most, quantile_of_sum, waiting_probability

PROPERTY = settings(deadline=None)

shares = st.floats(0, 1)
times = st.floats(0.001, 1_000)
rates = st.floats(0.001, 10_000)

Waits = list[list[float]]
"""The time that each arrival waited, a list a replication."""


# --- availability, times in a row, tries ---


def test_three_parts_at_three_nines() -> None:
    low, high = formulas.available_together([0.999, 0.999, 0.999])
    assert low == pytest.approx(0.997003, abs=1e-6)
    assert high == 0.999
    assert formulas.available_together([]) == (1, 1)


@given(st.lists(shares, max_size=8), shares)
def test_a_longer_chain_is_never_up_longer(chain: list[float], further: float) -> None:
    low, high = formulas.available_together(chain)
    lower, less = formulas.available_together([*chain, further])
    assert 0 <= low <= high <= 1
    assert lower <= low
    assert less <= high


def test_nines_as_minutes_a_year() -> None:
    assert formulas.minutes_lost_a_year(0.999) == pytest.approx(8.766 * 60)
    assert formulas.minutes_lost_a_year(1) == 0


def test_limits_that_are_each_missed_at_another_time_leave_the_percentile_that_was_asked_for() -> None:
    each, slots = formulas.percentile_of_each(4, 0.99), 400
    assert each == pytest.approx(0.9975)
    missed = round((1 - each) * slots)  # by each part, in slots of its own: the worst that can happen
    assert 1 - 4 * missed / slots == 0.99


def test_the_99th_percentile_of_three_times_in_a_row() -> None:
    chi_square_of_six_degrees = 16.812  # any table: 0.99
    assert quantile_of_sum([0.1, 0.1, 0.1]) == pytest.approx(chi_square_of_six_degrees / 2 * 0.1, rel=1e-4)


@pytest.mark.parametrize("probability", [0.001, 0.5, 0.99, 0.999999])
@pytest.mark.parametrize(("one", "other"), [(1, 2), (0.01, 3), (5, 4.9)])
def test_two_times_in_a_row_have_a_closed_form(one: float, other: float, probability: float) -> None:
    time = quantile_of_sum([one, other], probability)
    later = (one * math.exp(-time / one) - other * math.exp(-time / other)) / (one - other)
    assert later == pytest.approx(1 - probability, rel=1e-8)


@pytest.mark.parametrize("means", [[0.3], [0.2, 0, 0.2, 0.2 + 1e-12], [1, 0.1, 0.01, 0.001], [0.1] * 12])
def test_simulated_times_in_a_row_keep_the_quantile_just_so_often(means: list[float]) -> None:
    dice, count = Random(1), 40_000
    sums = [sum(dice.expovariate(1 / mean) for mean in means if mean) for _ in range(count)]
    for probability in (0.5, 0.9, 0.99):
        limit = quantile_of_sum(means, probability)
        kept = sum(total <= limit for total in sums) / count
        assert abs(kept - probability) < 3 * math.sqrt(probability * (1 - probability) / count)


def test_a_time_too_short_to_follow_is_added() -> None:
    alone = quantile_of_sum([1.0])
    assert alone == pytest.approx(-math.log(0.01))
    assert quantile_of_sum([1.0, 1e-6]) - alone == pytest.approx(1e-6, rel=1e-4)
    assert quantile_of_sum([1.0, 0.99e-4]) < quantile_of_sum([1.0, 1.01e-4])  # either side of what is followed
    assert quantile_of_sum([0, 0]) == quantile_of_sum([]) == 0


@PROPERTY
@given(st.lists(st.floats(0.05, 5), min_size=1, max_size=5), st.floats(0.01, 0.999))
def test_a_row_keeps_the_sum_of_the_limits_that_each_part_keeps_at_its_own_percentile(
    means: list[float], whole: float
) -> None:
    each = formulas.percentile_of_each(len(means), whole)
    limits = [quantile_of_sum([mean], each) for mean in means]
    row = quantile_of_sum(means, whole)
    assert row <= sum(limits) * (1 + 1e-9)
    assert all(row >= quantile_of_sum([mean], whole) * (1 - 1e-7) for mean in means)


@pytest.mark.parametrize(("tries", "failure"), [(1, 0.3), (3, 0.5), (5, 0.9), (4, 1.0), (4, 0.0)])
def test_simulated_tries(tries: int, failure: float) -> None:
    dice, requests, calls = Random(2), 40_000, 0
    for _ in range(requests):
        for _ in range(tries):
            calls += 1
            if dice.random() >= failure:
                break
    assert calls / requests == pytest.approx(formulas.load_by_tries(tries, failure), rel=0.01)


def test_layers_that_each_try_multiply() -> None:
    assert formulas.calls_at_the_end([3, 3, 3]) == 27
    assert formulas.calls_at_the_end([]) == 1


# --- queues that are stable ---


@pytest.mark.parametrize(
    ("servers", "offered", "published"), [(2, 1, 0.3333), (5, 4, 0.5541), (10, 8, 0.4092), (50, 45, 0.3639)]
)
def test_erlang_c_is_the_published_table(servers: int, offered: float, published: float) -> None:
    assert waiting_probability(servers, offered) == pytest.approx(published, abs=5e-5)


def test_thousands_of_servers() -> None:
    servers, offered = 5_000, 4_950.0
    # Halfin and Whitt, 1981: the limit for many servers, with the slack in square roots of their number.
    slack = (servers - offered) / math.sqrt(servers)
    normal, density = (1 + math.erf(slack / math.sqrt(2))) / 2, math.exp(-slack * slack / 2) / math.sqrt(2 * math.pi)
    assert waiting_probability(servers, offered) == pytest.approx(1 / (1 + slack * normal / density), rel=0.01)
    assert waiting_probability(servers, 100) == 0


def test_one_server() -> None:
    rate, service_time, busy = 8, 0.1, 0.8
    assert formulas.utilisation(rate, service_time, 1) == pytest.approx(busy)
    assert waiting_probability(1, busy) == pytest.approx(busy)
    assert mean_wait(rate, service_time, 1) == pytest.approx(0.4)  # any textbook: 0.8 / (1 - 0.8) x 0.1
    assert mean_wait_at_most(rate, service_time, 1, 0) == pytest.approx(0.2)  # M/D/1 waits half as long
    assert mean_wait_at_most(rate, service_time, 1, 3) == pytest.approx(2.0)  # (1 + 9) / 2 times as long


@PROPERTY
@given(st.integers(1, 60), times, st.floats(0, 0.99), st.floats(0, 0.999))
def test_another_server_never_lengthens_a_wait_and_more_arrivals_never_shorten_it(
    servers: int, service_time: float, busy: float, probability: float
) -> None:
    def waits(rate: float, servers: int) -> tuple[float, float]:
        quantile = formulas.wait_quantile(rate, service_time, servers, probability)
        return mean_wait(rate, service_time, servers), quantile

    rate, dust = busy * servers / service_time, 1 + 1e-9
    for now, more, fewer in zip(
        waits(rate, servers), waits(rate, servers + 1), waits(rate * 0.9, servers), strict=True
    ):
        assert more <= now * dust
        assert fewer <= now * dust


@PROPERTY
@given(st.integers(1, 60), times, st.floats(0.01, 0.99), st.floats(0, 20))
def test_the_bound_is_at_most_the_exponential_wait_for_constant_times_and_no_less_from_spread_one_on(
    servers: int, service_time: float, busy: float, spread: float
) -> None:
    rate = busy * servers / service_time
    exponential = mean_wait(rate, service_time, servers)
    bound = mean_wait_at_most(rate, service_time, servers, spread)
    if spread >= 1:
        assert bound >= exponential * (1 - 1e-9)
    assert mean_wait_at_most(rate, service_time, servers, 0) <= exponential
    if servers == 1:
        assert mean_wait_at_most(rate, service_time, 1, 1) == pytest.approx(exponential)


def simulated(rate: float, service: ciw.dists.Distribution, servers: int, count: int = 2_000, warm: int = 200) -> Waits:
    """Return the waits of `count` arrivals each in ten replications, without the first ones."""
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate)],
        service_distributions=[service],
        number_of_servers=[servers],
    )
    found = []
    for seed in range(10):
        ciw.seed(seed)
        simulation = ciw.Simulation(network)
        simulation.simulate_until_max_customers(count + warm)
        records = sorted(simulation.get_all_records(), key=lambda record: float(record.arrival_date))
        found.append([float(record.waiting_time) for record in records[warm:]])
    return found


def interval(values: Sequence[float]) -> tuple[float, float]:
    """Return the mean of ten replications and half of its 99 % confidence interval (Student, 9 degrees)."""
    assert len(values) == 10
    return fmean(values), 3.25 * stdev(values) / math.sqrt(10)


@pytest.mark.slow
@pytest.mark.parametrize(("servers", "rate"), [(1, 0.6), (3, 2.1), (8, 6.4)])
def test_simulated_queue_with_exponential_service_times(servers: int, rate: float) -> None:
    waits = simulated(rate, ciw.dists.Exponential(1.0), servers, 3_000, 300)

    def compare(measured: list[float], expected: float) -> None:
        mean, half = interval(measured)
        assert half < 0.25 * mean  # narrow enough to say something
        assert abs(mean - expected) < half

    compare([fmean(each) for each in waits], mean_wait(rate, 1.0, servers))
    compare([fmean(wait > 0 for wait in each) for each in waits], waiting_probability(servers, rate))
    ninety = formulas.wait_quantile(rate, 1.0, servers, 0.9)
    compare([fmean(wait <= ninety for wait in each) for each in waits], 0.9)


def test_nobody_waits_at_a_quantile_that_enough_arrivals_find_a_server_for() -> None:
    assert waiting_probability(2, 1) == pytest.approx(1 / 3)
    assert formulas.wait_quantile(1, 1, 2, 0.66) == 0
    assert formulas.wait_quantile(1, 1, 2, 0.67) > 0


STEADY = ciw.dists.Deterministic(1.0)
_FAST = (1 + math.sqrt(3 / 5)) / 2
MIXED = ciw.dists.HyperExponential([2 * _FAST, 2 * (1 - _FAST)], [_FAST, 1 - _FAST])  # mean 1, spread 2
LONG_TAILED = ciw.dists.Lognormal(-math.log(5) / 2, math.sqrt(math.log(5)))  # mean 1, spread 2
SHORT_OR_LONG = ciw.dists.Pmf([0.02, 1.98], [0.5, 0.5])  # mean 1, spread 0.98


@pytest.mark.slow
@pytest.mark.parametrize(
    ("service", "spread"), [(STEADY, 0), (MIXED, 2), (LONG_TAILED, 2)], ids=["steady", "mixed", "long-tailed"]
)
@pytest.mark.parametrize(("servers", "rate"), [(3, 2.1), (6, 5.1)])
def test_no_simulated_queue_waits_longer_than_the_bound(
    service: ciw.dists.Distribution, spread: float, servers: int, rate: float
) -> None:
    assert service.mean == pytest.approx(1)
    assert math.sqrt(service.variance) == pytest.approx(spread)
    mean, half = interval([fmean(each) for each in simulated(rate, service, servers, 1_200)])
    assert mean < mean_wait_at_most(rate, 1.0, servers, spread) + half


@pytest.mark.slow
@pytest.mark.parametrize(("service", "spread"), [(STEADY, 0), (MIXED, 2)], ids=["steady", "mixed"])
def test_for_one_simulated_server_the_bound_is_the_wait(service: ciw.dists.Distribution, spread: float) -> None:
    mean, half = interval([fmean(each) for each in simulated(0.5, service, 1, 2_500)])
    assert half < 0.25 * mean
    assert abs(mean - mean_wait_at_most(0.5, 1.0, 1, spread)) < half


@pytest.mark.slow
def test_short_or_long_times_wait_longer_than_exponential_ones_although_their_spread_is_below_one() -> None:
    """So the exponential wait is no bound for them; ours is."""
    assert math.sqrt(SHORT_OR_LONG.variance) == pytest.approx(0.98)
    mean, half = interval([fmean(each) for each in simulated(4.0, SHORT_OR_LONG, 8)])
    assert mean - half > mean_wait(4.0, 1.0, 8)
    assert mean + half < mean_wait_at_most(4.0, 1.0, 8, 0.98)


# --- queues that a peak or an outage fills ---


def poisson(dice: Random, *pieces: tuple[float, float]) -> list[float]:
    """Return moments of arrival: for each piece so many seconds long, so many a second."""
    found: list[float] = []
    start = 0.0
    for lasts, rate in pieces:
        gaps = (dice.expovariate(rate) for _ in range(int(lasts * rate * 1.2) + 100))
        found += [moment for moment in accumulate(gaps, initial=start) if start < moment < start + lasts]
        start += lasts
    return found


def taken(
    arrivals: list[float], service: Callable[[], float], consumers: int, *, opens: float = 0, newest: bool = False
) -> list[tuple[float, float]]:
    """Return when each message came and when a consumer took it: the oldest first, or the newest first."""
    free = [opens] * consumers
    waiting: deque[float] = deque()
    found, coming = [], 0
    while coming < len(arrivals) or waiting:
        at = heapq.heappop(free)
        while coming < len(arrivals) and arrivals[coming] <= at:
            waiting.append(arrivals[coming])
            coming += 1
        if not waiting:
            waiting.append(arrivals[coming])
            coming += 1
        came = waiting.pop() if newest else waiting.popleft()
        begins = max(at, came)
        found.append((came, begins))
        heapq.heappush(free, begins + service())
    return found


def test_the_peak_that_anybody_can_work_out() -> None:
    assert backlog(40, 400, 600, 100) == (180_000, 1_800, 3_000)
    assert formulas.capacity_for_delay(40, 400, 600, 1_800) == 100
    assert formulas.consumers_for(100, 0.04) == 4


def test_a_simulated_peak_leaves_the_backlog_behind() -> None:
    rate, peak, lasts, consumers, service_time = 4.0, 40.0, 600.0, 4, 0.4
    expected = backlog(rate, peak, lasts, consumers / service_time)
    dice = Random(3)
    arrivals = poisson(dice, (lasts, peak), (expected.drained_in * 1.3, rate))
    messages = taken(arrivals, lambda: dice.expovariate(1 / service_time), consumers)
    at_end = sum(came <= lasts < begins for came, begins in messages)
    oldest = max(begins - came for came, begins in messages)
    drained = next(came for came, begins in messages if came > lasts and begins == came) - lasts
    assert (at_end, oldest, drained) == pytest.approx(expected, rel=0.04)


def test_a_simulated_peak_with_the_capacity_for_a_delay_keeps_the_delay() -> None:
    rate, peak, lasts, delay, service_time = 10.0, 60.0, 900.0, 300.0, 0.3
    capacity = formulas.capacity_for_delay(rate, peak, lasts, delay)
    consumers = formulas.consumers_for(capacity, service_time)

    def oldest(consumers: int) -> float:
        dice = Random(4)
        arrivals = poisson(dice, (lasts, peak), (1_500, rate))
        return max(b - c for c, b in taken(arrivals, lambda: dice.expovariate(1 / service_time), consumers))

    assert oldest(consumers) < delay * 1.02
    assert oldest(consumers - 1) > delay * 1.02


@pytest.mark.parametrize(("newest", "expected"), [(True, formulas.retention_for(600, 40, 100)), (False, 600)])
def test_after_a_simulated_outage_a_message_waits_until_all_is_done_or_for_the_outage_in_order(
    newest: bool, expected: float
) -> None:
    arrivals = poisson(Random(5), (2_000, 40))
    waits = [begins - came for came, begins in taken(arrivals, lambda: 0.01, 1, opens=600, newest=newest)]
    assert max(waits) == pytest.approx(expected, rel=0.03)


@given(rates, rates, rates, times, rates)
def test_a_higher_peak_never_leaves_less_behind(
    one: float, two: float, three: float, lasts: float, capacity: float
) -> None:
    rate, peak, higher = sorted((one, two, three))
    less, more = backlog(rate, peak, lasts, capacity), backlog(rate, higher, lasts, capacity)
    assert all(a <= b for a, b in zip(less, more, strict=True))


@given(rates, rates, times, times)
def test_the_capacity_for_a_delay_keeps_it_and_a_little_less_does_not(
    one: float, two: float, lasts: float, delay: float
) -> None:
    rate, peak = sorted((one, two))
    capacity = formulas.capacity_for_delay(rate, peak, lasts, delay)
    assert backlog(rate, peak, lasts, capacity).oldest <= delay * (1 + 1e-6) + 1e-9
    assume(capacity * 0.99 > rate)
    assert backlog(rate, peak, lasts, capacity * 0.99).oldest > delay


def test_what_never_drains() -> None:
    assert backlog(100, 200, 60, 100) == (6_000, 60, math.inf)
    assert backlog(100, 200, 60, 80) == (7_200, math.inf, math.inf)
    assert backlog(100, 100, 60, 100) == (0, 0, 0)
    assert formulas.retention_for(600, 100, 100) == math.inf


def test_no_peak_needs_the_normal_rate_and_no_delay_all_of_the_peak() -> None:
    assert formulas.capacity_for_delay(40, 400, 0, 0) == 40
    assert formulas.capacity_for_delay(40, 400, 600, 0) == 400
    assert formulas.capacity_for_delay(40, 400, 600, 1e9) == 40


@pytest.mark.parametrize(
    ("capacity", "service_time", "consumers"), [(0, 1, 1), (0.5, 1, 1), (30, 0.1, 3), (3, 1.1, 4), (7, 0.1 * 10, 7)]
)
def test_whole_consumers(capacity: float, service_time: float, consumers: int) -> None:
    assert formulas.consumers_for(capacity, service_time) == consumers


# --- numbers for a reader ---


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (180_000, "180,000"),
        (843, "840"),
        (0.09995, "0.10"),
        (12.34, "12"),
        (3.456, "3.5"),
        (3, "3.0"),
        (9.96, "10"),
        (99.6, "100"),
        (1e21, "1,000,000,000,000,000,000,000"),
        (0.0000123, "0.000012"),
        (-1_234, "-1,200"),
    ],
)
def test_two_digits(value: float, shown: str) -> None:
    assert formulas.two_digits(value) == shown


@given(st.floats(1e-30, 1e30))
def test_what_is_shown_is_near_and_keeps_the_order(value: float) -> None:
    shown = formulas.two_digits(value)
    assert "e" not in shown
    assert float(shown.replace(",", "")) == pytest.approx(value, rel=0.0501)
    assert len(shown.replace(",", "").replace(".", "").strip("0")) <= 2
    for low, high in pairwise(float(formulas.two_digits(value * factor).replace(",", "")) for factor in (1, 1.01, 1.2)):
        assert low <= high


# --- values out of range ---


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: formulas.available_together([0.9, 1.1]),
        lambda: formulas.available_together([math.nan]),
        lambda: formulas.minutes_lost_a_year(-0.1),
        lambda: formulas.percentile_of_each(0),
        lambda: formulas.percentile_of_each(2, 99),
        lambda: quantile_of_sum([-1]),
        lambda: quantile_of_sum([math.inf]),
        lambda: quantile_of_sum([1], 1),
        lambda: waiting_probability(0, 0),
        lambda: waiting_probability(2, 2),
        lambda: waiting_probability(2, -1),
        lambda: formulas.utilisation(-1, 1, 1),
        lambda: formulas.utilisation(1, 1, 0),
        lambda: mean_wait(10, 0.1, 1),
        lambda: formulas.wait_quantile(1, 0.1, 1, 1),
        lambda: mean_wait_at_most(10, 0.2, 2, 1),
        lambda: mean_wait_at_most(1, 0.2, 2, -1),
        lambda: formulas.load_by_tries(0, 0.5),
        lambda: formulas.load_by_tries(2, 1.5),
        lambda: formulas.calls_at_the_end([3, 0]),
        lambda: backlog(40, 30, 600, 100),
        lambda: backlog(40, 400, -1, 100),
        lambda: backlog(40, 400, 600, 0),
        lambda: formulas.capacity_for_delay(40, 400, 600, -1),
        lambda: formulas.consumers_for(math.nan, 1),
        lambda: formulas.retention_for(-1, 40, 100),
        lambda: formulas.two_digits(math.inf),
    ],
)
def test_a_value_out_of_range_is_refused(wrong: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"must be|never catch up|not a finite number"):
        wrong()

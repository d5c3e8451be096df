"""What follows from numbers: availability, times in a row, queues, tries, backlogs. Pure functions.

Times are in seconds, rates in pieces of work per second, probabilities from 0 to 1. A value outside its range
raises ValueError. Each function names the source of its formula.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

MINUTES_A_YEAR = 525_960
"""365.25 days."""

_DUST = 1e-9
"""The part of a number below which a difference comes from floating point, not from the numbers that were stated."""

_SHORTEST = 1e-4
"""The part of the longest mean below which a time counts as constant: see `quantile_of_sum`."""


def available_together(availabilities: Iterable[float]) -> tuple[float, float]:
    """Return the least and the most of the time in which a chain of parts is up, each of which has to be up.

    The least is the product: the parts fail independently. The most is the least of them: they fail together.
    The truth lies between, as long as a part that is down makes no other part likelier to be up. A chain of no parts
    is always up.

    Source: Treynor, Dahlin, Rau, Beyer, The Calculus of Service Availability, ACM Queue 15(2), 2017; AWS whitepaper
    Availability and Beyond, 2021. Between: Esary, Proschan, Walkup, Association of Random Variables, 1967.
    """
    parts = [_share("an availability", each) for each in availabilities]
    return math.prod(parts, start=1.0), min(parts, default=1.0)


def minutes_lost_a_year(availability: float) -> float:
    """Return the minutes a year in which something with this availability is down."""
    return (1 - _share("the availability", availability)) * MINUTES_A_YEAR


def percentile_of_each(parts: int, whole: float = 0.99) -> float:
    """Return the percentile at which each of `parts` in a row has to keep its limit, for the row to keep theirs.

    If each part keeps its own limit with this probability, all of them together keep the sum of these limits with
    probability `whole` at least, whether or not the parts depend on each other: the probability that any part misses is
    no more than the sum of the probabilities that each does (Boole's inequality; Bonferroni). Percentiles are never
    added: the 99th percentiles of three parts do not add up to the 99th percentile of the three.
    """
    return 1 - (1 - _share("the percentile of the whole", whole)) / _count("the number of parts", parts)


def quantile_of_sum(means: Iterable[float], probability: float = 0.99) -> float:
    """Return the time that a row of independent, exponential times stays within, with this probability (below 1).

    `means` are the mean times of the parts, in any order; a mean may be 0. The sum has a hypoexponential distribution,
    which is the time that a chain takes to pass a phase for each part. The chain is followed in steps of time by
    uniformization, where nothing is ever subtracted, so equal and nearly equal means are no matter; halving the step
    finds the time. A mean below 1/10,000 of the longest is added as it is, which moves the result by less than
    a hundred-millionth of the longest.

    Source: Neuts, Matrix-Geometric Solutions in Stochastic Models, 1981, chapter 2 (distributions of phase type);
    Jensen, Markoff Chains as an Aid in the Study of Markoff Processes, 1953 (uniformization).
    """
    stated = [_amount("a mean time", mean) for mean in means]
    left = 1 - _below_one(probability)
    longest = max(stated, default=0.0)
    if longest == 0:
        return 0.0
    phases = [mean / longest for mean in stated if mean >= longest * _SHORTEST]
    found, smallest = 0.0, sum(phases) * 1e-12
    step = min(sum(phases), 100 * min(phases))
    at = [1.0] + [0.0] * (len(phases) - 1)
    while step > smallest:
        onward = _passed(at, phases, step)
        if sum(onward) > left:
            found, at = found + step, onward
        else:
            step /= 2
    return found * longest + sum(mean for mean in stated if mean < longest * _SHORTEST)


def _passed(at: Sequence[float], phases: Sequence[float], time: float) -> list[float]:
    """Return the probability to be in each phase `time` later; what lacks in the sum has passed the last one."""
    rate = 1 / min(phases)
    leaves = [1 / (mean * rate) for mean in phases]
    jumps, now = time * rate, list(at)
    weight, count = math.exp(-jumps), 0
    later = [weight * share for share in now]
    while count < jumps or weight > 1e-18:
        count += 1
        weight *= jumps / count
        moved = 0.0
        for phase, share in enumerate(now):
            now[phase], moved = share * (1 - leaves[phase]) + moved, share * leaves[phase]
            later[phase] += weight * now[phase]
    return later


def utilisation(rate: float, service_time: float, servers: int) -> float:
    """Return the part of their time in which servers are busy; from 1 on they never catch up (Little, 1961)."""
    return _offered(rate, service_time) / _count("the number of servers", servers)


def waiting_probability(servers: int, offered: float) -> float:
    """Return the probability that an arrival finds all servers busy and waits (M/M/c, Erlang C).

    `offered` is arrival rate × service time, in Erlangs; it has to be below the number of servers. Erlang B is worked
    out server by server, where every number stays between 0 and 1, so thousands of servers are no matter.

    Source: Cooper, Introduction to Queueing Theory, 2nd edition, 1981, chapter 3.
    """
    _stable(servers, _amount("the offered load", offered))
    refused = 1.0
    for server in range(1, servers + 1):
        refused = offered * refused / (server + offered * refused)
    return servers * refused / (servers - offered * (1 - refused))


def mean_wait(rate: float, service_time: float, servers: int) -> float:
    """Return the mean time until service begins, those who do not wait included (M/M/c).

    Arrivals are Poisson, service times exponential, the queue is common. Source: Cooper, as `waiting_probability`.
    """
    offered = _offered(rate, service_time)
    return waiting_probability(servers, offered) * service_time / (servers - offered)


def wait_quantile(rate: float, service_time: float, servers: int, probability: float) -> float:
    """Return the time until service begins that is kept with this probability, below 1 (M/M/c, in order of arrival).

    It is 0 where no more than 1 - `probability` wait at all. Those who wait do so for an exponential time with mean
    `service_time` / (servers - offered load). Source: Cooper, as `waiting_probability`.
    """
    offered = _offered(rate, service_time)
    waiting, late = waiting_probability(servers, offered), 1 - _below_one(probability)
    return service_time / (servers - offered) * math.log(waiting / late) if waiting > late else 0.0


def mean_wait_at_most(rate: float, service_time: float, servers: int, spread: float) -> float:
    """Return a bound that the mean time until service begins does not exceed, for Poisson arrivals and a common queue.

    `spread` is the coefficient of variation of the service time: 0 constant, 1 exponential. For one server the bound is
    the mean itself (Pollaczek-Khinchine).

    It is the wait of `servers` separate queues that share the arrivals at random, which a common queue never exceeds
    in mean; it holds for every service time (Wolff, An Upper Bound for Multi-Channel Queues, 1977).

    For a constant service time (spread 0) the wait for exponential service times is a bound as well, and the smaller of
    the two is taken (Stoyan, Comparison Methods for Queues and Other Stochastic Models, 1983). Between 0 and 1 it is
    none: a mix of very short and long times may wait longer, although its spread is below 1.
    """
    offered = _offered(rate, service_time)
    _stable(servers, offered)
    variety = 1 + _amount("the spread", spread) * spread
    separate = offered * service_time * variety / (2 * (servers - offered))
    return min(separate, mean_wait(rate, service_time, servers)) if spread == 0 else separate


def load_by_tries(tries: int, failure: float) -> float:
    """Return the factor by which up to `tries` tries, the first included, raise the number of calls.

    Each try fails with probability `failure`, independently; another follows only if it fails: the sum of
    `failure` to the powers 0 to `tries` - 1, which is (1 - failure^tries) / (1 - failure), or `tries` where all fail.
    """
    _share("the probability of failure", failure)
    return math.fsum(failure**before for before in range(_count("the number of tries", tries)))


def calls_at_the_end(tries: Iterable[int]) -> int:
    """Return how many calls reach the last of layers that all try so often, for one request, while the last fails.

    Source: Beyer and others, Site Reliability Engineering, 2016, chapter 22 (retries at several levels multiply).
    """
    return math.prod(_count("the number of tries", each) for each in tries)


class Backlog(NamedTuple):
    """What a peak leaves behind: `at_end` messages at its end, the longest wait of any, seconds after it until none.

    `oldest` supposes that messages are taken in their order.
    """

    at_end: float
    oldest: float
    drained_in: float


def backlog(rate: float, peak: float, peak_lasts: float, capacity: float) -> Backlog:
    """Return what waits behind a queue when `peak` messages a second arrive for `peak_lasts` seconds, then `rate`.

    Messages flow as a fluid: chance is left out, so a queue that is nearly full waits longer than this says. `capacity`
    is what the consumers get done a second, above 0; `rate` is at most `peak`, and the queue is empty when the peak
    begins. Where capacity is no more than `rate`, a backlog never drains; where it is less, waits grow without end.

    Source: Newell, Applications of Queueing Theory, 2nd edition, 1982, chapter 2 (fluid approximation).
    """
    _peak(rate, peak, peak_lasts)
    if _amount("the capacity", capacity) == 0:
        raise ValueError("the capacity must be above 0")
    if capacity < rate:
        return Backlog((peak - capacity) * peak_lasts, math.inf, math.inf)
    at_end = max(0.0, (peak - capacity) * peak_lasts)
    if at_end == 0:
        return Backlog(0.0, 0.0, 0.0)
    return Backlog(at_end, at_end / capacity, at_end / (capacity - rate) if capacity > rate else math.inf)


def capacity_for_delay(rate: float, peak: float, peak_lasts: float, delay: float) -> float:
    """Return the least capacity, in messages a second, with which no message of a peak waits longer than `delay`.

    It is `backlog` the other way round: (peak - capacity) × peak_lasts / capacity = delay; the normal rate at least.
    At the normal rate itself the backlog never drains, so plan for more.
    """
    _peak(rate, peak, peak_lasts)
    whole = peak_lasts + _amount("the delay", delay)
    return max(rate, peak * (peak_lasts / whole)) if peak_lasts > 0 else rate


def consumers_for(capacity: float, service_time: float) -> int:
    """Return how many consumers, each busy for `service_time` with a message, have this capacity; 1 at least."""
    return max(1, math.ceil(_offered(capacity, service_time) * (1 - _DUST)))


def retention_for(outage: float, rate: float, capacity: float) -> float:
    """Return how long messages have to be kept so that none expires when consumers are away for `outage` seconds.

    It is the time from the start of the outage until nothing waits: outage + rate × outage / (capacity - rate),
    infinite where capacity is no more than `rate`. No message waits longer, in whatever order they are taken; messages
    that are taken strictly in their order wait for `outage` at most. Source: as `backlog`.
    """
    _amount("the outage", outage)
    if _amount("the capacity", capacity) <= _amount("the rate", rate):
        return math.inf
    return outage * (capacity / (capacity - rate))


def two_digits(value: float) -> str:
    """Return a number for a reader: two significant digits, commas between thousands, never an exponent."""
    if not math.isfinite(value):
        raise ValueError(f"not a finite number: {value}")
    if value == 0:
        return "0"
    digits, power = f"{value:.1e}".split("e")
    exponent = int(power)
    if exponent < 1:
        return f"{float(f'{digits}e{power}'):.{1 - exponent}f}"
    return f"{int(digits.replace('.', '')) * 10 ** (exponent - 1):,}"


def _amount(what: str, value: float) -> float:
    if not 0 <= value < math.inf:
        raise ValueError(f"{what} must be 0 or more, and finite: {value}")
    return value


def _share(what: str, value: float) -> float:
    if not 0 <= value <= 1:
        raise ValueError(f"{what} must be from 0 to 1: {value}")
    return value


def _below_one(probability: float) -> float:
    if not 0 <= probability < 1:
        raise ValueError(f"the probability must be from 0 to below 1: {probability}")
    return probability


def _count(what: str, value: int) -> int:
    if value < 1:
        raise ValueError(f"{what} must be 1 or more: {value}")
    return value


def _offered(rate: float, service_time: float) -> float:
    return _amount("the load", _amount("the rate", rate) * _amount("the service time", service_time))


def _stable(servers: int, offered: float) -> None:
    if offered >= _count("the number of servers", servers):
        raise ValueError(f"{servers} servers never catch up with a load of {offered} Erlangs")


def _peak(rate: float, peak: float, peak_lasts: float) -> None:
    _amount("the length of the peak", peak_lasts)
    if _amount("the rate", rate) > _amount("the peak", peak):
        raise ValueError(f"the peak must be the normal rate or more: {peak} < {rate}")

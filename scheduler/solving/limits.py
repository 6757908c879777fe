"""Measured limits: from where on another way of solving is the faster one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constraints.problem import Problem


@dataclass(frozen=True, slots=True)
class Limits:
    """When to go over from one way of solving to another; none of it changes a roster.

    All are measured on random months of 4 to 20 people and terms of 45 to 366 days. Tests pass
    their own, so that every way is taken on small months too.

    Attributes
    ----------
    few_columns, many_columns
        Number of column literals below which CP-SAT is faster without its linear relaxation, and
        above which it gains by presolve. One worker is the fastest up to ``few_columns``.
    conflicts, relaxed_conflicts
        How long a brief search goes on without the relaxation and with it. Where a roster exists,
        one was found within 776 conflicts (750 months), and within 148 with the relaxation, the
        best tie-break included.
    presolve_days
        Terms of more days gain by presolve and cuts (half the time); shorter ones take twice as
        long with them.
    month_days
        Up to so many days the best tie-break at the spacing floor takes hardly longer than any
        roster, and columns are tried before the upper levels are settled. In longer terms the
        cost of columns takes long, and any roster comes first.
    floor_reach, floor_spare
        The spacing floor is not tried in a month in which duties cost something up to more than
        ``floor_reach`` days apart and there are fewer regular people than that many days plus
        ``floor_spare``: they can hardly all be apart, and columns are proved sooner.
    duties_each
        With more duties a person there are too many columns, and paths are proved sooner.
    columns_per_pair
        Columns for every pair of duties; with more of them paths are proved sooner.
    first_gap, second_gap, gap_growth, last_gap
        How far above the bound rosters are looked for, in points of the tie-break: first, next,
        how many times farther each time after that, and at most. Rosters farther off differ in
        spacing and not in the tie-break: of 7 such months columns settled 3 below 4000, but all
        7 together took as long as by paths.
    optimum_gap
        How near to its optimum the linear program must come: costs are whole numbers.
    columns_each
        How many columns everyone enters after each pricing.
    dual_share
        How far the next duals go from the best ones so far to those of the restricted master;
        all the way they swing more.
    penalty, penalty_growth, last_penalty
        What an uncovered duty costs in the restricted master, in points of the last level: at
        first, how many times more as long as one stays uncovered, and at most.
    turn_conflicts, turn_people, turn_dates, turns
        In shift work, a roster is made better for so many people, or on so many dates, at a time,
        each for so long, and until so many turns for each of the staff were in vain.
    guided_turns, guided_counts
        In shift work, a better rhythm is looked for until so many turns for each of the staff were
        in vain, and only where there are no more ways than that to count somebody's duties.
    rough_turns
        In a large month of shift work: so many turns for each of the staff are spent on every level
        below one that is not proved, before the search for its proof. It may take all the time.
    work_brief
        In shift work: after how many conflicts to give up a search by cells alone. A roster with
        all levels but the last at their floors was found within 3040 (30 people, 3 shifts).
    work_steps, cell_climb, path_climb
        In shift work: how often in a row to ask whether a level can cost that little, and after how
        many conflicts to give up, for costs of cells and of paths. The relaxation is good at the
        former. Of 20 hard months (8 people, 2 shifts) 19 have their rhythm from 80000.
    work_cells
        In shift work: up to so many cells the relaxation comes before better rosters. Of 500 cells
        it settles a level in tenths of a second, of 2800 in half a minute.
    work_arcs
        In shift work: with more arcs within one point of the bound, better rosters come first and
        proofs later.
    work_conflicts
        How long the first proof goes on; four times as long each time it is taken up again.
    work_people, work_rounds
        For how many people at a time a roster is made better, and how often in vain.
    largest_step
        How far above the bound a roster of shift work is looked for.
    largest_sum
        Of an objective's coefficients, for the solver's 64 bits.
    """

    few_columns: int = 150
    many_columns: int = 1500
    conflicts: int = 1000
    relaxed_conflicts: int = 200
    presolve_days: int = 183
    month_days: int = 31
    floor_reach: int = 5
    floor_spare: int = 3
    duties_each: int = 8
    columns_per_pair: float = 2
    first_gap: float = 1.0
    second_gap: float = 16.0
    gap_growth: float = 3
    last_gap: float = 512
    optimum_gap: float = 0.25
    columns_each: int = 3
    dual_share: float = 0.75
    penalty: float = 2
    penalty_growth: float = 8
    last_penalty: float = 1000
    turn_conflicts: int = 2000
    turn_people: int = 4
    turn_dates: int = 5
    turns: int = 4
    guided_turns: int = 60
    guided_counts: int = 2**16
    rough_turns: int = 10
    work_brief: int = 40000
    work_steps: int = 8
    cell_climb: int = 10000
    path_climb: int = 100000
    work_cells: int = 1000
    work_arcs: int = 8000
    work_conflicts: int = 4000
    work_people: int = 6
    work_rounds: int = 10
    largest_step: int = 2**20
    largest_sum: int = 2**60

    def month(self, problem: Problem) -> bool:
        """Tell whether the duties start on no more dates than ``month_days``."""
        return len({duty.date for duty in problem.duties}) <= self.month_days

"""How a month is solved: from a Problem and a Rulebook to a proved Result.

Given: hard rules, and nine goals in strict order, the *levels*::

    1 gaps            4 changes            7 rest-day fairness
    2 reserves        5 total fairness     8 wishes
    3 leave eves      6 holiday fairness   9 spacing

Wanted: the lexicographic optimum, each level minimal among the optima of all levels above it, with
a proof; and of all such rosters the one that a *tie-break* names (``tiebreak``): the least sum of
hash bytes h(d, p), then the least keys by seat. So the answer is one roster, whatever the machine.

**The model.** ``DutyModel`` has a literal x[d, p], a *cell*, for every duty d and person p who may
take it, and an integer gap[d]; Σ_p x[d, p] + gap[d] = need[d], the number of its seats. A date may
have several duties. Rules post constraints, and every goal a ``Cost``: an offset and a sum of
coefficients times variables.

**Why a trivial bound is usually the optimum.** ``DutyModel.floor`` puts every variable of a cost at
its best, whatever the constraints say. Gaps, reserves, eves, changes and wishes are plain counts,
and there 0 can mostly be had. Fairness is Σ_p (4·n_p − T_p)², separable and convex: if the duties
go one by one to whoever's next one costs least (*water-filling*), the result is optimal, rules
aside. ``constraints/soft/balance`` posts what lies above or below that water line only, so that the
floor is the water-filling optimum, and every roster within the lines attains it.

**The steps** (``solve.LevelSearch``)::

    at_floors      hold levels 1-8 at their floors: cells that would cost too much are fixed
    at_once        is there a best roster right there? by cells; then, for a month, by columns
    settle_upper   if not: any roster at the floors; if there is none, level by level,
                   minimise, prove and hold (DutyModel.hold)
    settle         level 9 and the tie-break together, in one of three ways

``FinalLevel.settle`` takes the first of these ways that gives a proof:

1. *By cells* (``spacing_floor``). If nobody's duties need be near enough to cost anything, level 9
   is at its floor. Any run of near days then allows everyone one duty: at-most-ones, and no
   variables but cells. Taken first, where people are enough or the term is long.
2. *By columns* (``column_search``). Where everyone has at most some eight duties. A bound from
   column generation leaves a few columns a person, and CP-SAT chooses among those.
3. *By paths* (``constraints/model/path``). Where columns are too many: few people, long terms, or
   a goal that is not about neighbouring duties. Everyone's month is a unit of flow from duty to
   duty, layered by rest-day duties so far, which makes the linear relaxation all but integral.

What is minimised is unit · spacing + tie-break, where ``unit`` exceeds any tie-break. Last,
``tiebreak.least_keys`` asks for another roster of the same cost; mostly there is none, and the
roster is proved to be unique.

**Columns.** What couples people is only who takes which duty. A *column* j is all the duties of one
person; its cost c_j is unit times the prices of neighbouring duties (``Chained.prices``) plus its
tie-break. With λ_d the *dual* of duty d and μ_l ≤ 0 that of a held level l, which column j charges
w_lj and which may come to W_l, the *reduced cost* of a column is::

    r_j = c_j − Σ_{d in j} λ_d − Σ_l μ_l·w_lj

and every roster costs at least the *Lagrangian bound* (``ColumnGeneration.price``)::

    L(λ, μ) = const + Σ_d need_d·λ_d + Σ_l μ_l·W_l + Σ_p min_j r_j + Σ_d open_d·min(0, r_d)

where r_d is the reduced cost of an open seat of duty d, which may have open_d of them. That holds
for any duals. Those of the *restricted master*, the linear program over the columns entered so far
(``master``), are the best for these columns; the *pricing problem* finds columns that are cheaper
still at those duals, and so on in turns until L is within a quarter of the master's optimum. Duals
are rounded to 1/64, so that all arithmetic in floats is exact, and nothing hangs on the accuracy of
the linear program.

**Pricing** (``pricing``) is a shortest path over the ``Network`` of duties, counting duties on the
way. Of partial columns of person p that end with duty d as their (k+1)-th, in the same state s
(numbers of holidays and rest days so far), the cheapest suffices::

    F[k, d, s] = r_d + min over b < d of ( F[k−1, b, s − shift_d] + unit·price(b, d) )

``price(b, d)`` is infinite where rules forbid both, and 0 from a certain distance on, so that all
far b together are one running minimum. Ends add what numbers of duties cost, or infinity where
balances forbid them.

**From the bound to the best roster.** A roster with column j costs at least L + r_j − min r of the
same person. So every roster within a *gap* of L is made of columns within that gap (reduced-cost
fixing), and ``Pricing.within`` lists these by following the recursion back. Gap 1 comes first: some
fifty columns for a month. CP-SAT counts the rosters in it, up to two. Mostly it is one: that single
run finds it, and proves that it is the best and has no equal. Else the gap grows until the best
roster found costs no more than what is left out must.

**Shift work.** Where people work on most days (``WorkLevels``), rules look at how dates follow each
other: rest, days off in a week, dates in a row. Stated as sums over weeks and windows they leave
the linear relaxation next to nothing: half of one month and half of another keep to all of them. So
what matters of the dates so far is the *state* of an automaton
(``constraints/model/shift_states``), and a person's term a path through its states, date by date
(``constraints/model/work_path``). States that allow the same from a date on are one, as in the
minimisation of automata; some 800 steps are left for a cleaner's month of two shifts. The levels
come as above, with six ways::

    WorkLevels._at_floors     all at their floors, by cells and without the relaxation
    work_climb.climb          one level from below: at its floor, or the next possible cost, and on
    work_neighbours.better    a roster at hand made better for a few people, or dates, at a time
    GuidedSearch              the rhythm, by one person's whole path at a time, seats going wrong
    WorkSearch                the first level, and rhythm, by columns: a bound and its proof
    WorkLevels._minimise      any other level as it is posted

Most months of up to eight people end with the first two, in some tenths of a second: that rhythm
cannot be at its floor is often proved thirty times sooner by conflicts over cells than by paths,
which have the better relaxation. Before a proof that may take all the time, a large month's lower
levels are bettered as well.

A column is then a whole path, and the rows of the master are those of the model (``Rows``) that no
path keeps to by itself: cover, balances, held levels. With x the other variables of these rows, of
which row i has activity a_i and a dual y_i that is met at b_i (the row's lower bound if y_i > 0,
else its upper one), every roster costs at least::

    L(y) = const + Σ_i y_i·b_i + Σ_x min over its bounds of r_x·x + Σ_p min over paths of r

Pricing (``WorkPricing``) goes through the layers of states for all people of one automaton at once,
forward, and at the best duals backward too: so it is known of every step what the cheapest path
along it costs. A roster costs exactly L, and the reduced costs of its paths, and |y_i|·|a_i − b_i|
for every row; all of these are at least 0. So a roster that costs no more than L + gap has only
steps within the gap. ``WorkSearch._prove`` gives these to CP-SAT, as one unit of flow for each
person: at first only those of a roster at the bound, rounded up; if there is none, the bound is one
higher. Before, and between such proofs, ``dive`` takes the column that the master has most of,
prices the others anew, and so on; and the same is done for a few people at a time, the others as
they are, as long as the bound of those few allows anything better. A longest path says what
somebody can give at most (``DutyModel.most``), for water-filling and for the check before any
search.

With every balance held hardly anything can be moved in a lawful roster of many people, and so
``better`` hardly gets on. ``GuidedSearch`` leaves the lawful ones: everyone in turn takes the
cheapest path beside those of all others that has just the duties of each shift, and on rest days
and holidays, that theirs has (``CountedPath``: the same states, times counts), where a seat is paid
for if it is open and costs if it is taken, the more the longer that is so. First a change of shift
costs four such seats, then less and less until all seats are right. Of 30 people on three shifts
without a past the rhythm ends at 0 in place of 3, with a hard one at 9 to 24 in place of 13 to 32.

==================  ================================================================
word                meaning, and name in the code
==================  ================================================================
level, floor        a goal in order; its trivial bound, ``DutyModel.floor``
hold                let a level cost no more than its optimum, ``DutyModel.hold``
cell                may person p take duty d: the literal ``DutyModel.on(d, p)``
column              all duties of one person: ``Columns``
dual                price of covering a duty, or of a point of a held level: ``Duals``
restricted master   linear program over some columns: ``RestrictedMaster``
pricing problem     columns of least reduced cost: ``Pricing``
bound, gap          Lagrangian bound; how far above it rosters are looked for
unit                points of the tie-break that one point of the last level is worth
automaton, state    what of someone's past matters for what may come: ``ShiftStates``, ``Past``
strategy            parameters of one run of CP-SAT: ``Strategy``; its end: ``Run``
limits              from where on another way is faster, all measured: ``Limits``
==================  ================================================================

**Sources.** Water-filling: Ibaraki and Katoh, *Resource Allocation Problems* (1988). Columns:
Dantzig and Wolfe, *Decomposition Principle for Linear Programs* (1960); Lübbecke and Desrosiers,
*Selected Topics in Column Generation* (2005). The bound: Geoffrion, *Lagrangean Relaxation for
Integer Programming* (1974). Pricing: Irnich and Desaulniers, *Shortest Path Problems with Resource
Constraints* (2005). Steps from the best duals: Wentges, *Weighted Dantzig-Wolfe Decomposition*
(1997). Fixing by reduced costs: Nemhauser and Wolsey, *Integer and Combinatorial Optimization*
(1988); all columns within a gap: Baldacci, Christofides and Mingozzi (2008), for vehicle routing.
Shift work: Jaumard, Semet and Vovor, *A Generalized Linear Programming Model for Nurse Scheduling*
(1998); automata as flows: Côté, Gendron and Rousseau, *Modeling the Regular Constraint with Integer
Programming* (2007); their minimisation: Hopcroft (1971); a dive through columns, and the instances
of ``tests/bench/nrp``: Curtois and Qu, *Computational Results on New Staff Scheduling Benchmark
Instances* (2014); neighbourhoods: Shaw (1998); prices that rise where it goes wrong: Voudouris and
Tsang, *Guided Local Search* (1999).
"""

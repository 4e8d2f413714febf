"""What is in doubt in a case, and what settling it is worth to its plan.

A doubt has two answers. The plan rests on one of them; the other is a case of its own: the same rows, draws and
settings, other taxes. What a doubt is worth is the cost of the plan of the case where the answer is *no* less that
where it is *yes*. Each cost lies between bound and objective of its plan, so the worth lies between two figures:

    bound(no) − objective(yes)  ≤  worth  ≤  objective(no) − bound(yes)

Where the first is not above nothing, the plans do not tell the answers apart. Both answers choose among the same two
plans, the one made for each: a plan that is better under both says nothing of the doubt. So the worth is never below
nothing, as no taxes are higher under *yes*. What hangs on knowing it **before** contracts are signed is less: what the
plan that is best under the answer at hand costs under the other one, less the best for that.
"""

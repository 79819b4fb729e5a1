"""The fold: what is known of a run, lane by lane.

Why a step is no sample stands in `engines/left_out.py`, each reason with its sentence.

`break_even`: After how many steps a compilation has paid for itself, from a lane's own measurements.
`chance`: Lanes that draw random numbers of their own: equal losses are not to be expected of them.
`conclusions`: What one concludes from a run, in sentences.
`gain`: What another mode brings a lane: its step time over that in the plain mode, from turns of both.
`kept_turns`: Figures of turns in bounded memory: all of them at first, of many every second, fourth one.
`lane_state`: What is known of one lane: the fold of its events since its worker was last started.
`mode_paces`: The pace of each pair of modes that had enough turns together, also of those that hold no
    more.
`not_finite`: A loss that is no number, in words.
`pace`: Pace: how long a lane's steps take against another lane's in the turn just before.
`pace_words`: Pace in words.
`parity`: Parity: how far each lane's loss is from the reference lane's at the same step.
`read`: The fold of a whole run log.
`run`: Run: the fold of events into what is known. Screen, headless, replay and summary read only this.
`same_work`: Whether lanes do the same work, in words.
`series`: A metric's history in bounded memory: buckets that double their width when they are full.
`spread`: How a positive quantity is spread, in fixed memory: a histogram with logarithmic bins.
`summary`: What a run comes to, as data: the JSON document and the table's rows, from `Run` alone.
`turn_ratio`: What ratios of turns come to: their median, and an interval from a bootstrap over turns.
`turning_up`: The test loss turns up while training goes on.
`worker_state`: What is known of any worker: the fold of its events since it was last started.
"""

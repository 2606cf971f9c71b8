"""What the ladder's lines say: AUCs side by side, wins and costs, as Markdown and as a picture."""

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from fake_or_real.data.outputs import whole_file

TIE = 0.003  # mean AUCs that are no further apart are a tie


def means(lines: pd.DataFrame) -> pd.DataFrame:
    """Mean AUCs over the seeds, a row a table (the index is `folder/table`, a null says so)."""
    names = lines["folder"] + "/" + lines["table"] + np.where(lines["null"] == 1, " (null)", "")
    found = lines.assign(name=names).groupby(["name", "discriminator"], sort=False)["auc"].mean()
    wide: pd.DataFrame = found.unstack(sort=False)
    return wide[lines["discriminator"].unique()]


def standings(lines: pd.DataFrame) -> pd.DataFrame:
    """A row for each discriminator but the first, against which it stands, and one for them all.

    wins, ties, losses: tables on which the first is ahead, within 0.003, behind; nulls are none.
    worst: its largest lead on the first.
    """
    compared = means(lines[lines["null"] == 0]).dropna()
    first, others = compared.iloc[:, 0], compared.iloc[:, 1:]
    lead = others.rsub(first, axis=0)
    if lead.shape[1] > 1:
        lead["any of them"] = lead.min(axis=1)
    return pd.DataFrame(
        {
            "wins": (lead > TIE).sum(),
            "ties": (lead.abs() <= TIE).sum(),
            "losses": (lead < -TIE).sum(),
            "lead": lead.mean(),
            "worst": lead.min(),
        }
    )


def to_markdown(lines: pd.DataFrame) -> list[str]:
    """Mean AUCs by table and discriminator, the highest in bold, with the costs; the standings."""
    wide = means(lines)
    costs = lines.groupby("discriminator")[["seconds", "peak_mb"]]
    rows = [["table", *wide.columns], ["---"] * (1 + wide.shape[1])]
    for table, line in wide.iterrows():
        best = np.inf if str(table).endswith("(null)") else line.max()
        rows.append([str(table), *("" if np.isnan(v) else _cell(v, v == best) for v in line)])
    rows.append(["mean CPU seconds", *(f"{costs.mean()['seconds'][name]:.1f}" for name in wide)])
    rows.append(["most MB", *(f"{costs.max()['peak_mb'][name]:.0f}" for name in wide)])
    sections = ["\n".join(f"| {' | '.join(row)} |" for row in rows)]
    if wide.shape[1] > 1 and (lines["null"] == 0).any():
        sections += [
            f"{wide.columns[0]} against the others, by tables: a tie is within {TIE}.",
            "\n".join(
                [
                    "| against | wins | ties | losses | mean lead | least lead |",
                    "| --- | --- | --- | --- | --- | --- |",
                    *(
                        f"| {name} | {row.wins:.0f} | {row.ties:.0f} | {row.losses:.0f}"
                        f" | {row.lead:+.4f} | {row.worst:+.4f} |"
                        for name, row in standings(lines).iterrows()
                    ),
                ]
            ),
        ]
    return sections


def draw(lines: pd.DataFrame, path: Path) -> None:
    """AUC against CPU seconds, a dot a discriminator, and the first's wins, ties and losses.

    Of nulls alone there is nothing to draw.
    """
    if (lines["null"] == 1).all():
        return
    figure = Figure(figsize=(11, 4.5), layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=[3, 2])
    compared = lines[lines["null"] == 0]
    for place, (name, cells) in enumerate(compared.groupby("discriminator", sort=False)):
        point = cells.groupby(["folder", "table"])[["seconds", "auc"]].mean().mean()
        left.scatter(point["seconds"], point["auc"], s=60, color=f"C{place % 10}")
        left.annotate(str(name), point, xytext=(6, 4), textcoords="offset points")
    left.set(xscale="log", xlabel="CPU seconds to fit and score", ylabel="AUC, mean of the tables")
    left.margins(x=0.25)
    left.grid(alpha=0.3)
    table = standings(lines)
    start = np.zeros(len(table))
    for what, color in (("wins", "C2"), ("ties", "0.75"), ("losses", "C3")):
        bars = right.barh(table.index, table[what], left=start, color=color, label=what)
        right.bar_label(bars, [str(n) if n else "" for n in table[what]], label_type="center")
        start += table[what].to_numpy()
    right.invert_yaxis()
    right.set(xlabel="tables", title=f"{lines['discriminator'].iloc[0]} against")
    if len(table):
        right.legend(loc="upper left", bbox_to_anchor=(1, 1))
    with whole_file(path) as temporary:
        figure.savefig(temporary, dpi=120)


def _cell(value: float, best: bool) -> str:
    return f"**{value:.4f}**" if best else f"{value:.4f}"

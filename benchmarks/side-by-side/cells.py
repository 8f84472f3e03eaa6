# SPDX-License-Identifier: Apache-2.0
"""The cells of the bench: what is sent to how many, protected how, over which link; and their names."""

import dataclasses
import fnmatch
import itertools

MB = 1_000_000


@dataclasses.dataclass(frozen=True)
class Work:
    """Files to send: one file, or a directory of equal files. Sizes in bytes."""

    name: str
    file_bytes: int
    files: int = 1

    @property
    def total_bytes(self):
        return self.file_bytes * self.files

    @property
    def small(self):
        """Too small for a rate to mean anything: the time is what counts."""
        return self.total_bytes < 10 * MB


WORKS = (
    Work("2g", 2 * 1024 ** 3),
    Work("100m", 100 * 1024 ** 2),
    Work("1k", 1024),
    Work("1000x4k", 4096, files=1000),
)
RECEIVERS = (1, 3)
CIPHERS = {"clear": "none", "gcm": "aes256-gcm"}
LOSS_PERCENT = (0, 1, 10)
LINKS = ("slab", "single")

CI_CELLS = (
    "100m-1r-clear-0%-slab",
    "100m-1r-clear-0%-single",
    "100m-3r-gcm-0%-slab",
    "100m-3r-clear-10%-single",
    "1k-3r-clear-0%-slab",
    "1000x4k-3r-clear-0%-slab",
)


@dataclasses.dataclass(frozen=True)
class Cell:
    """One line of the comparison. Loss in percent, at every receiver."""

    work: Work
    receivers: int
    protection: str
    loss_percent: int
    link: str

    @property
    def name(self):
        return f"{self.work.name}-{self.receivers}r-{self.protection}-{self.loss_percent}%-{self.link}"

    @property
    def cipher(self):
        return CIPHERS[self.protection]


def all_cells():
    """Every cell. With loss there is no "slab" link: a rule would drop whole slabs of 50 datagrams, which no wire does."""
    return [
        Cell(work, receivers, protection, loss, link)
        for work, receivers, protection, loss, link in itertools.product(WORKS, RECEIVERS, CIPHERS, LOSS_PERCENT, LINKS)
        if loss == 0 or link == "single"
    ]


def select(patterns):
    """The cells that any of the comma-separated globs names, in the bench's order. A glob that names none is an error (ValueError)."""
    globs = [glob.strip() for glob in patterns.split(",") if glob.strip()]
    cells = all_cells()
    for glob in globs:
        if not any(fnmatch.fnmatchcase(cell.name, glob) for cell in cells):
            raise ValueError(f"--cells: no cell is called {glob}; --list names them")
    return [cell for cell in cells if any(fnmatch.fnmatchcase(cell.name, glob) for glob in globs)]

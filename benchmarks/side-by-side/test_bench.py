# SPDX-License-Identifier: Apache-2.0
"""What the bench does without root: names, filters, medians, tables, the picture, comparing and parsing. python3 -m unittest discover benchmarks/side-by-side"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import bench
import cells
import contenders
import measure
import network
import plot
import processes
import report

CLEAR = "100m-3r-clear-0%-slab"


def cell(name):
    return cells.select(name)[0]


def record(seconds, contender="engine", name=CLEAR, error=None):
    total = cell(name).work.total_bytes
    values = {"cell": name, "contender": contender, "run": 1, "error": error}
    if error is None:
        values.update({
            "seconds": seconds, "mb_per_s": total / 1e6 / seconds, "sender_cpu_s": 0.5, "sender_cpu_s_per_gb": 0.5e9 / total,
            "receiver_cpu_s": 0.25, "receiver_cpu_s_per_gb": 0.25e9 / total, "sender_peak_bytes": 120e6, "receiver_peak_bytes": 130e6, "wire_per_file": 1.0482,
        })
    return values


class CellsTest(unittest.TestCase):
    def test_should_name_every_cell_once(self):
        names = [c.name for c in cells.all_cells()]
        self.assertEqual(64, len(names))
        self.assertEqual(64, len(set(names)))
        self.assertIn("2g-1r-clear-0%-slab", names)
        self.assertIn("1000x4k-3r-gcm-10%-single", names)

    def test_should_have_no_slabs_where_datagrams_get_lost(self):
        self.assertEqual([], [c.name for c in cells.all_cells() if c.loss_percent and c.link == "slab"])

    def test_should_select_by_globs_in_the_order_of_the_bench(self):
        self.assertEqual(["2g-1r-clear-0%-slab", "1k-1r-clear-0%-slab"], [c.name for c in cells.select("1k-1r-clear-*-slab, 2g-1r-clear-*-slab")])

    def test_should_refuse_a_glob_that_names_nothing(self):
        with self.assertRaisesRegex(ValueError, "3g"):
            cells.select("2g-*,3g-*")

    def test_should_have_six_cells_for_ci(self):
        self.assertEqual(6, len(cells.select(",".join(cells.CI_CELLS))))

    def test_should_know_sizes(self):
        self.assertEqual(4_096_000, cell("1000x4k-1r-clear-0%-slab").work.total_bytes)
        self.assertTrue(cell("1k-1r-clear-0%-slab").work.small)
        self.assertFalse(cell(CLEAR).work.small)


class OptionsTest(unittest.TestCase):
    def test_should_read_rates(self):
        for text, units in {"-1": -1, "1000": 1000, "200Mbit/s": 195312, "200M": 195312, "1G": 976562}.items():
            with self.subTest(text):
                self.assertEqual(units, bench.parse_rate(text))
        for text in ("", "fast", "-2", "1.5M"):
            with self.subTest(text), self.assertRaises(argparse.ArgumentTypeError):
                bench.parse_rate(text)

    def test_should_limit_the_rate_where_datagrams_get_lost(self):
        self.assertEqual(-1, contenders.cell_rate(cell(CLEAR), None))
        self.assertEqual(195312, contenders.cell_rate(cell("100m-3r-clear-1%-single"), None))
        self.assertEqual(7, contenders.cell_rate(cell(CLEAR), 7))

    def test_should_run_few_cells_once_for_ci(self):
        options = bench.parse_options(["--ci"])
        self.assertEqual((6, 1, ["engine", "uftp"]), (len(options.selected), options.runs, options.keys))

    def test_should_tell_the_engine_and_the_reference_the_same(self):
        options = bench.parse_options(["--java-options=-Xmx64m -Xms64m"])
        net = network.Network("sb", 2, 0, "slab")
        lossy = cell("100m-3r-gcm-10%-single")
        expected = ["-R", "195312", "-Y", "aes256-gcm", "-r", contenders.GRTT, "-H", "0xC6120002,0xC6120003", "/from/100m"]
        for key in ("engine", "uftp"):
            with self.subTest(key):
                self.assertEqual(expected, contenders.make(key, options).sender(lossy, "/from/100m", net, None)[-9:])
        self.assertEqual(["java", "-Xmx64m", "-Xms64m", "-jar"], contenders.make("engine", options).receiver(lossy, "/to")[:4])

    def test_should_use_udpcast_for_one_file_in_the_clear_only(self):
        udpcast = contenders.make("udpcast", bench.parse_options([]))
        able = {c.work.name + c.protection for c in cells.all_cells() if udpcast.can(c)}
        self.assertEqual({"2gclear", "100mclear", "1kclear"}, able)


class ReportTest(unittest.TestCase):
    def test_should_take_medians_and_extremes(self):
        summary = report.summaries([record(s) for s in (4, 1, 5, 2, 3)])[0]
        self.assertEqual((3, 1, 5, 5), (summary.median["seconds"], summary.least["seconds"], summary.most["seconds"], summary.runs))

    def test_should_not_count_a_cell_with_a_failed_run(self):
        found = report.summaries([record(1), record(None, error="wrong copy: to-sb1: 100m is missing"), record(1, "uftp")])
        self.assertEqual([True, False], [s.failed for s in found])
        self.assertEqual({}, found[0].median)
        row = report.rows(found)[0]
        self.assertEqual("FAILED 1 of 2: wrong copy: to-sb1: 100m is missing", row[2])
        self.assertEqual(len(report.COLUMNS), len(row))

    def test_should_compare_with_the_reference(self):
        found = report.rows(report.summaries([record(2.0, "uftp"), record(1.0)]))
        self.assertEqual([["engine", "2.00 x"], ["uftp", "1.00 x"]], [[row[1], row[4]] for row in found])

    def test_should_not_compare_with_a_reference_that_failed(self):
        found = report.rows(report.summaries([record(None, "uftp", error="no"), record(1.0)]))
        self.assertEqual("", found[0][4])

    def test_should_give_small_work_whole_seconds_of_processor(self):
        found = report.rows(report.summaries([record(1.0), record(1.0, name="1k-1r-clear-0%-slab")]))
        self.assertEqual(["4.77", "0.500 s in all"], [row[5] for row in found])

    def test_should_write_three_digits(self):
        for value, text in {0: "0", 1: "1.00", 104.8576: "105", 1234.5: "1234", 0.5: "0.500", 0.01234: "0.0123", 0.0000123: "0.000012", 12.34: "12.3"}.items():
            with self.subTest(value):
                self.assertEqual(text, report.number(value))

    def test_should_write_tables(self):
        found = report.summaries([record(1.0), record(2.0, "uftp"), record(None, "udpcast", error="a|b\nc")])
        lines = report.markdown_table(found).splitlines()
        self.assertEqual(5, len(lines))
        self.assertEqual("| 100m-3r-clear-0%-slab | engine | 1.00 | 105 (105 to 105) | 2.00 x | 4.77 | 2.38 | 120 | 130 | 1.048 | 1 |", lines[2])
        self.assertIn("a\\|b c", lines[4])
        self.assertEqual({len(report.COLUMNS) + 1}, {line.replace("\\|", "").count("|") for line in lines})
        text = report.text_table([*found[:2]]).splitlines()
        self.assertEqual(3, len(text))
        self.assertEqual({text[0].index("MB/s")}, {line.index("105 (") if "105 (" in line else line.index("52.4 (") for line in text[1:]})


class PlotTest(unittest.TestCase):
    def test_should_draw_a_bar_for_each_contender_that_did_not_fail(self):
        found = report.summaries([record(1.0), record(2.0, "uftp"), record(None, "udpcast", error="x<y"), record(0.2, name="1k-1r-clear-0%-slab")])
        picture = xml.etree.ElementTree.fromstring(plot.svg(found, "a < b"))
        bars = [r for r in picture.iter("{http://www.w3.org/2000/svg}rect") if r.get("x") == str(plot.LEFT)]
        texts = [t.text for t in picture.iter("{http://www.w3.org/2000/svg}text")]
        self.assertEqual(3, len(bars))
        self.assertIn("udpcast: failed", texts)
        self.assertIn("1k: seconds, less is better", texts)
        self.assertIn("3r-clear-0%-slab", texts)
        self.assertAlmostEqual(2, float(bars[0].get("width")) / float(bars[1].get("width")), places=2)

    def test_should_choose_scales_that_hold_the_value(self):
        for value, top in {0.19: 0.2, 1: 1, 3: 4, 7: 8, 9: 10, 104.9: 200, 805: 1000}.items():
            with self.subTest(value):
                self.assertAlmostEqual(top, plot.nice_top(value))


class MeasureTest(unittest.TestCase):
    def test_should_find_every_difference_of_a_copy(self):
        with tempfile.TemporaryDirectory() as name:
            here = pathlib.Path(name)
            (here / "a").mkdir()
            source = measure.make_source(here / "a", cells.Work("w", 1_500_000))
            self.assertEqual(1_500_000, source.stat().st_size)
            copy = here / "w"
            self.assertEqual("w is missing", measure.difference(source, copy))
            data = bytearray(source.read_bytes())
            copy.write_bytes(data)
            self.assertIsNone(measure.difference(source, copy))
            data[1_400_000] ^= 1
            copy.write_bytes(data)
            self.assertIn("wrong bytes", measure.difference(source, copy))
            copy.write_bytes(data[:-1])
            self.assertIn("1499999 bytes instead of 1500000", measure.difference(source, copy))

    def test_should_compare_directories(self):
        with tempfile.TemporaryDirectory() as name:
            here = pathlib.Path(name)
            for part in ("a", "b"):
                (here / part).mkdir()
                measure.make_source(here / part, cells.Work("3x4k", 4096, files=3))
            source, copy = here / "a" / "3x4k", here / "b" / "3x4k"
            self.assertEqual(["f0000", "f0001", "f0002"], sorted(os.listdir(copy)))
            self.assertIsNone(measure.difference(source, copy))
            (copy / "f0001").rename(copy / "other")
            self.assertEqual("1 files are missing, 1 too many", measure.difference(source, copy))


class MemoryTest(unittest.TestCase):
    def test_should_warn_when_copies_and_programs_do_not_fit(self):
        needed = 8 * 1024 ** 3
        enough = (needed + measure.MEMORY_FOR_PROGRAMS) // 1024
        self.assertIsNone(measure.memory_warning(needed, f"MemTotal: 1 kB\nMemAvailable:   {enough} kB\nBuffers: 2 kB\n"))
        warning = measure.memory_warning(needed, f"MemTotal: 999999999 kB\nMemAvailable:   {enough - 1} kB\n")
        self.assertIn("17.2 GB of memory are available, less than the 17.2 GB", warning)

    def test_should_not_guess_where_the_kernel_does_not_say(self):
        self.assertIsNone(measure.memory_warning(1, "MemTotal: 1 kB\n"))


class ParsingTest(unittest.TestCase):
    def test_should_read_what_was_counted(self):
        self.assertEqual((1234, 5678), network.parse_counted("datagrams 1234\npayload 5678\n"))

    def test_should_read_the_kernels_tables(self):
        udp = "  sl  local_address rem_address\n  10: 00000000:0414 00000000:0000 07\n"
        self.assertTrue(processes.has_udp_port(udp, 1044))
        self.assertFalse(processes.has_udp_port(udp, 1045))
        igmp = "Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter\n2\te0        :     1      V3\n\t\t\t\t010404E6     1 0:00000000\t\t0\n"
        self.assertTrue(processes.has_group(igmp, "230.4.4.1"))
        self.assertFalse(processes.has_group(igmp, "230.4.4.2"))
        self.assertEqual(9_437_184, processes.parse_peak("Name:\tx\nVmHWM:\t    9216 kB\nVmRSS:\t 1 kB\n"))
        self.assertEqual(0, processes.parse_peak("Name:\tzombie\n"))

    def test_should_read_another_process_cpu_clock(self):
        child = subprocess.Popen([sys.executable, "-c", "sum(range(3000000)); print(flush=True); input()"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        try:
            child.stdout.readline()
            spent = processes.cpu_seconds(child.pid)
            fields = pathlib.Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()
            self.assertAlmostEqual((int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), spent, delta=0.03)
        finally:
            child.communicate(b"\n")


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: Apache-2.0
"""Tests of compare.py: python3 -m unittest discover -s benchmarks"""

import io
import json
import os
import tempfile
import unittest

import compare


def jmh(name="codec.X.run", score=100.0, allocated=None, mode="avgt", unit="ns/op", error=1.0, **params):
    """One entry as JMH writes it, reduced to what is read of it."""
    entry = {
        "jmhVersion": "1.37",
        "benchmark": "io.uftpengine.benchmarks." + name,
        "mode": mode,
        "vmName": "OpenJDK 64-Bit Server VM",
        "vmVersion": "17.0.15+6",
        "primaryMetric": {"score": score, "scoreError": error, "scoreUnit": unit, "rawData": [[score]]},
        "secondaryMetrics": {"gc.count": {"score": 3.0, "scoreError": "NaN", "scoreUnit": "counts"}},
    }
    if params:
        entry["params"] = params
    if allocated is not None:
        entry["secondaryMetrics"]["gc.alloc.rate.norm"] = {"score": allocated, "scoreUnit": "B/op"}
    return entry


class CompareTest(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)
        self.out = io.StringIO()
        self.err = io.StringIO()

    def path(self, name):
        return os.path.join(self.directory.name, name)

    def file(self, name, content):
        with open(self.path(name), "w", encoding="utf-8") as file:
            json.dump(content, file)
        return self.path(name)

    def run_main(self, *arguments):
        return compare.main(list(arguments), self.out, self.err)

    def compare(self, old, new, *options):
        return self.run_main(self.file("old.json", old), self.file("new.json", new), *options)

    def assert_unusable(self, status, words):
        self.assertEqual(2, status)
        self.assertIn(words, self.err.getvalue())
        self.assertEqual(1, self.err.getvalue().count("\n"))

    def test_accepts_what_is_within_the_tolerance(self):
        self.assertEqual(0, self.compare([jmh(score=100)], [jmh(score=110)]))
        self.assertIn("+10.0 %", self.out.getvalue())
        self.assertIn("1 compared, 0 worse by more than 10 %", self.out.getvalue())

    def test_fails_when_slower(self):
        self.assertEqual(1, self.compare([jmh(score=100)], [jmh(score=111)]))
        self.assertIn("SLOWER", self.out.getvalue())
        self.assertIn("1 worse", self.out.getvalue())

    def test_takes_another_tolerance(self):
        self.assertEqual(0, self.compare([jmh(score=100)], [jmh(score=149)], "--tolerance", "50"))
        self.assertEqual(1, self.compare([jmh(score=100)], [jmh(score=103)], "--tolerance", "2"))

    def test_says_what_is_faster(self):
        self.assertEqual(0, self.compare([jmh(score=100)], [jmh(score=50)]))
        self.assertIn("faster", self.out.getvalue())

    def test_more_throughput_is_better(self):
        ops = {"mode": "thrpt", "unit": "ops/s"}
        self.assertEqual(0, self.compare([jmh(score=100, **ops)], [jmh(score=200, **ops)]))
        self.assertIn("-50.0 %", self.out.getvalue())
        self.assertEqual(1, self.compare([jmh(score=100, **ops)], [jmh(score=90, **ops)]))
        self.assertIn("+11.1 %", self.out.getvalue())

    def test_fails_when_it_allocates_more(self):
        self.assertEqual(1, self.compare([jmh(allocated=0.01)], [jmh(allocated=24.0)]))
        self.assertIn("ALLOCATES MORE", self.out.getvalue())
        self.assertNotIn("SLOWER", self.out.getvalue())
        self.assertEqual(1, self.compare([jmh(allocated=1000)], [jmh(allocated=1103)]))

    def test_forgives_what_the_profiler_leaves(self):
        self.assertEqual(0, self.compare([jmh(allocated=0.01)], [jmh(allocated=2.0)]))
        self.assertEqual(0, self.compare([jmh(allocated=1000)], [jmh(allocated=1101)]))
        self.assertEqual(0, self.compare([jmh(allocated=24)], [jmh(allocated=0)]))

    def test_forgives_more_where_an_operation_takes_long(self):
        us = {"unit": "us/op", "score": 14800}
        self.assertEqual(0, self.compare([jmh(allocated=170, **us)], [jmh(allocated=800, **us)]))
        self.assertEqual(1, self.compare([jmh(allocated=170, **us)], [jmh(allocated=1000, **us)]))

    def test_compares_times_without_the_profiler(self):
        self.assertEqual(0, self.compare([jmh(allocated=16)], [jmh()]))

    def test_tells_parameters_apart(self):
        old = [jmh(score=100, loss="0"), jmh(score=900, loss="10")]
        new = [jmh(score=901, loss="10"), jmh(score=100, loss="0")]
        self.assertEqual(0, self.compare(old, new))
        self.assertIn("codec.X.run loss=10", self.out.getvalue())

    def test_names_what_is_in_one_file_only(self):
        self.assertEqual(0, self.compare([jmh("a.A.a"), jmh("b.B.b")], [jmh("b.B.b"), jmh("c.C.c")]))
        self.assertIn("only in the baseline: a.A.a", self.out.getvalue())
        self.assertIn("not in the baseline: c.C.c", self.out.getvalue())

    def test_says_when_java_is_another(self):
        new = jmh()
        new["vmVersion"] = "25.0.3+9"
        self.assertEqual(0, self.compare([jmh()], [new]))
        self.assertIn("17.0.15+6, now OpenJDK 64-Bit Server VM 25.0.3+9", self.out.getvalue())

    def test_refuses_files_with_nothing_in_common(self):
        self.assert_unusable(self.compare([jmh("a.A.a")], [jmh("b.B.b")]), "no benchmark is in both files")

    def test_refuses_other_units(self):
        self.assert_unusable(self.compare([jmh(unit="ns/op")], [jmh(unit="us/op")]), "ns/op against avgt in us/op")

    def test_refuses_results_without_a_score(self):
        self.assert_unusable(self.compare([jmh()], [jmh(score="NaN")]), "codec.X.run: no score")

    def test_refuses_what_is_no_result(self):
        self.assert_unusable(self.compare({"a": 1}, [jmh()]), "old.json: neither a baseline nor JMH's JSON")

    def test_refuses_jmh_entries_without_a_metric(self):
        self.assert_unusable(self.compare([{"benchmark": "x"}], [jmh()]), "primaryMetric")

    def test_refuses_unknown_modes(self):
        self.assert_unusable(self.compare([jmh(mode="?")], [jmh()]), "unknown mode '?'")

    def test_refuses_a_file_that_is_not_there(self):
        self.assert_unusable(self.run_main(self.path("none"), self.path("none")), "No such file")

    def test_makes_a_baseline(self):
        first = self.file("1.json", [jmh("b.B.b", score=123456.789, allocated=0.123456, loss="1", cipher="none")])
        second = self.file("2.json", [jmh("a.A.a", error="NaN")])
        out = self.path("out.json")
        self.assertEqual(0, self.run_main("--reduce", out, first, second, "--note", "2 cores"))
        with open(out, encoding="utf-8") as file:
            text = file.read()
        self.assertEqual(
            {
                "format": compare.FORMAT,
                "java": ["OpenJDK 64-Bit Server VM 17.0.15+6"],
                "note": "2 cores",
                "results": [
                    {"benchmark": "a.A.a", "params": {}, "mode": "avgt", "score": 100, "error": None, "unit": "ns/op"},
                    {"benchmark": "b.B.b", "params": {"cipher": "none", "loss": "1"}, "mode": "avgt",
                     "score": 123500, "error": 1, "unit": "ns/op", "gc.alloc.rate.norm": 0.1235},
                ],
            },
            json.loads(text))
        self.assertEqual(9, text.count("\n"), "one line per result")

    def test_a_baseline_can_be_compared_and_made_anew(self):
        out = self.path("out.json")
        self.run_main("--reduce", out, self.file("1.json", [jmh(score=100, allocated=8), jmh("b.B.b")]))
        self.assertEqual(1, self.run_main(out, self.file("2.json", [jmh(score=200)])))
        self.assertEqual(0, self.run_main(out, out))
        # Some measured anew take the place of those in the old baseline.
        again = self.path("again.json")
        self.assertEqual(0, self.run_main("--reduce", again, out, self.path("2.json")))
        self.assertEqual(
            [("b.B.b", 100), ("codec.X.run", 200)],
            [(one["benchmark"], one["score"]) for one in compare.load(again)["results"]])

    def test_reads_what_older_jmh_wrote(self):
        entry = jmh(allocated=40)
        entry["secondaryMetrics"]["\u00b7gc.alloc.rate.norm"] = entry["secondaryMetrics"].pop("gc.alloc.rate.norm")
        self.assertEqual(40, compare.reduce_result(entry)["gc.alloc.rate.norm"])


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: Apache-2.0
"""Tests of pacing/pacing.py: python3 -m unittest discover -s benchmarks"""

import pathlib
import struct
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "pacing"))

import pacing  # noqa: E402

PACKET = pacing.BLOCK + pacing.FILESEG_HEADERS + pacing.HEADERS


class PacingTest(unittest.TestCase):
    def test_an_even_stream_is_at_its_rate(self):
        rate = PACKET * 8 * 1000
        found, ahead, largest = pacing.judge([(i / 1000, PACKET) for i in range(1001)], rate)
        self.assertAlmostEqual(1, found / rate, 6)
        self.assertAlmostEqual(0.001, ahead, 6)
        self.assertAlmostEqual(0.001, largest, 6)

    def test_a_burst_is_ahead_by_what_it_is_worth(self):
        rate = PACKET * 8 * 1000
        seen = [(0, PACKET), (0.010, 5 * PACKET), (0.0101, 5 * PACKET), (0.020, PACKET)]
        _, ahead, largest = pacing.judge(seen, rate)
        self.assertAlmostEqual(0.0099, ahead, 6)
        self.assertAlmostEqual(0.005, largest, 6)

    def test_takes_the_longest_time_without_a_pause(self):
        rate = 8000
        sent = [0, 1000, 2000, 2000, 3000, 4000, 5000, 5000]
        samples = list(enumerate(sent))
        self.assertEqual(((4, 3000), (6, 5000)), pacing.longest_run(samples, rate))

    def test_reads_blocks_of_a_capture_and_nothing_else(self):
        def packet(function, payload):
            frame = bytes(14) + bytes(20) + struct.pack("!HHHH", 1, pacing.PORT, 8 + payload, 0) + bytes([0x51, function]) + bytes(30)
            return struct.pack("=IIII", 7, 500_000_000, len(frame), 42 + payload) + frame

        slab = 3 * (pacing.BLOCK + pacing.FILESEG_HEADERS)
        with tempfile.TemporaryDirectory() as directory:
            pcap = pathlib.Path(directory) / "pcap"
            pcap.write_bytes(bytes(24) + packet(1, 100) + packet(pacing.FILESEG, slab))
            self.assertEqual([(7.5, 3 * PACKET)], list(pacing.packets(pcap)))

    def test_makes_large_sources_of_holes(self):
        with tempfile.TemporaryDirectory(dir="/dev/shm" if pathlib.Path("/dev/shm").is_dir() else None) as directory:
            file = pathlib.Path(directory) / "sent"
            size = pacing.DENSE_BYTES + 12_345
            pacing.make_file(file, size)
            self.assertEqual(size, file.stat().st_size)
            self.assertLess(file.stat().st_blocks * 512, size / 100)
            with open(file, "rb") as content:
                content.seek(7 * pacing.MARK_EVERY)
                self.assertEqual(struct.pack("=Q", 7 * pacing.MARK_EVERY + 1) + bytes(8), content.read(16))
            pacing.make_file(file, 3_000_000)
            self.assertEqual(b"\x5a" * 3_000_000, file.read_bytes())

    def test_sends_what_fits_and_says_when_that_is_less(self):
        size, short = pacing.file_bytes(6.5e9, 10, 20e9)
        self.assertIsNone(short)
        self.assertAlmostEqual(10, size / pacing.BLOCK * PACKET * 8 / 6.5e9, 3)
        self.assertLess(size, pacing.MOST_BYTES)
        size, short = pacing.file_bytes(6.5e9, 10, 4e9)
        self.assertEqual(4_000_000_000, size)
        self.assertIn("only 4.0 GB of 7.8, 5.1 s: there is no room", short)
        size, short = pacing.file_bytes(20e9, 10, 90e9)
        self.assertEqual(pacing.MOST_BYTES, size)
        self.assertIn("no file is larger", short)

    def test_reads_send_calls(self):
        lines = [
            "12 sendmsg(5, {msg_name=...}, 0) = 60",
            "12 sendmsg(5, {msg_name=...}, 0) = 2648",
            "12 sendmmsg(5, [{msg_hdr={}, msg_len=1324}, {msg_hdr={}, msg_len=1324}], 2, 0) = 2",
            "12 sendmsg(5, {msg_name=...}, 0) = -1 EAGAIN (Resource temporarily unavailable)",
        ]
        with tempfile.TemporaryDirectory() as directory:
            trace = pathlib.Path(directory) / "trace"
            trace.write_text("\n".join(lines))
            self.assertEqual([2 * PACKET, 2 * PACKET], pacing.calls(trace))


if __name__ == "__main__":
    unittest.main()

package io.uftpengine.core.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.Function;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** Everything mixed: whatever happens, the invariants hold, and everybody ends. */
class RandomScenarioTest {
    private static final int SCENARIOS = 200;
    private static final long FIRST_SEED = 1000;
    private static final long MILLISECOND = Simulation.MILLISECOND;
    private static final long SECOND = Simulation.SECOND;
    /** {@code -Dsim.scenarios} for a soak. */
    private static final int ENCRYPTED_SCENARIOS = Integer.getInteger("sim.scenarios", 60);

    private static final long ENCRYPTED = 0xE9C;
    private static final Function[] HANDSHAKE = {
        Function.ANNOUNCE, Function.REGISTER, Function.CLIENT_KEY, Function.KEYINFO, Function.KEYINFO_ACK
    };
    private static final Function[] CONTROL = {
        Function.ANNOUNCE,
        Function.REGISTER,
        Function.REG_CONF,
        Function.FILEINFO,
        Function.FILEINFO_ACK,
        Function.DONE,
        Function.STATUS,
        Function.COMPLETE,
        Function.DONE_CONF
    };

    @Test
    void shouldHoldTheInvariantsWhateverHappens() {
        Long only = Long.getLong(Simulation.SEED_PROPERTY);
        long first = only == null ? FIRST_SEED : only;
        long end = only == null ? FIRST_SEED + SCENARIOS : only + 1;
        Map<SessionOutcome, Integer> outcomes = new EnumMap<>(SessionOutcome.class);
        for (long seed = first; seed < end; seed++) {
            SimReport report = scenario(seed).run();
            if (only != null) {
                System.out.println(report);
            }
            if (report.senderOutcome() != null) {
                outcomes.merge(report.senderOutcome(), 1, Integer::sum);
            }
        }
        System.out.println("random scenarios: " + outcomes);
    }

    /** Faults that a network may have must not cost anybody the session. */
    @Test
    void shouldBringEverybodyThroughABadNetwork() {
        Long only = Long.getLong(Simulation.SEED_PROPERTY);
        long first = only == null ? FIRST_SEED : only;
        long end = only == null ? FIRST_SEED + SCENARIOS : only + 1;
        for (long seed = first; seed < end; seed++) {
            SimReport report = badNetwork(seed).run();
            assertEquals(report.receivers(), report.receiversIn(ReceiverState.DONE), report.toString());
            assertEquals((long) report.receivers() * report.files(), report.committed(), report.toString());
        }
    }

    @Test
    void shouldHoldTheInvariantsOfEncryptedSessionsWhateverHappens() {
        Map<SessionOutcome, Integer> outcomes = new EnumMap<>(SessionOutcome.class);
        eachEncrypted(seed -> {
            SimReport report = encrypted(scenario(seed), seed, true).run();
            if (report.senderOutcome() != null) {
                outcomes.merge(report.senderOutcome(), 1, Integer::sum);
            }
            return report;
        });
        System.out.println("random encrypted scenarios: " + outcomes);
        assertTrue(
                isReplay() || outcomes.getOrDefault(SessionOutcome.COMPLETED, 0) > ENCRYPTED_SCENARIOS / 2,
                outcomes.toString());
    }

    @Test
    void shouldBringEverybodyThroughABadNetworkEncrypted() {
        eachEncrypted(seed -> {
            SimReport report = encrypted(badNetwork(seed), seed, false).run();
            assertEquals(report.receivers(), report.receiversIn(ReceiverState.DONE), report.toString());
            assertEquals((long) report.receivers() * report.files(), report.committed(), report.toString());
            return report;
        });
    }

    private static void eachEncrypted(LongFunction<SimReport> scenario) {
        long first = isReplay() ? Long.getLong(Simulation.SEED_PROPERTY) : FIRST_SEED;
        long end = first + (isReplay() ? 1 : ENCRYPTED_SCENARIOS);
        for (long seed = first; seed < end; seed++) {
            SimReport report = scenario.apply(seed);
            if (isReplay()) {
                System.out.println(report);
            }
        }
    }

    private static boolean isReplay() {
        return Long.getLong(Simulation.SEED_PROPERTY) != null;
    }

    private static Simulation encrypted(Simulation simulation, long seed, boolean lossy) {
        SimRandom random = new SimRandom(seed ^ ENCRYPTED);
        SimEncryption settings =
                random.nextInt(2) == 0 ? SimEncryption.DEFAULT : SimEncryption.DEFAULT.withClientAuth();
        if (lossy && random.nextInt(3) == 0) {
            Function function = HANDSHAKE[random.nextInt(HANDSHAKE.length)];
            simulation.dropping(function, random.nextInt(4), random.nextDouble() * 0.6);
        }
        return simulation.encrypted(settings.withKeyOperation(100_000L << random.nextInt(8), random.nextDouble()));
    }

    private static Simulation badNetwork(long seed) {
        SimRandom random = new SimRandom(~seed);
        int receivers = 1 + random.nextInt(12);
        Simulation simulation = Simulation.with(seed).receivers(receivers).blockSize(512 + random.nextInt(1000));
        for (int i = random.nextInt(4); i >= 0; i--) {
            simulation.file(random.nextInt(1 << 10 + random.nextInt(9)));
        }
        long delay = random.nextInt(3) == 0 ? random.nextInt(200) * MILLISECOND : random.nextInt(5) * MILLISECOND;
        double loss = random.nextDouble() * 0.15;
        double duplicate = random.nextDouble() * 0.05;
        double reorder = random.nextDouble() * 0.05;
        simulation.links(link -> link.withDelay(Math.max(100_000, delay), delay / 10)
                .withLoss(loss)
                .withDuplication(duplicate)
                .withReordering(reorder, MILLISECOND + delay / 10));
        for (int i = 0; i < receivers; i++) {
            if (random.nextInt(3) == 0) {
                simulation.referenceReceiver(i);
            }
        }
        simulation.rate(new long[] {100_000, 1_000_000, 12_500_000, -1}[random.nextInt(4)]);
        simulation.grtt((10 + random.nextInt(1000)) * MILLISECOND, 10 * MILLISECOND, 15 * SECOND);
        return simulation;
    }

    @Test
    void shouldDoTheSameForTheSameSeed() {
        for (long seed = 1; seed <= 10; seed++) {
            assertEquals(scenario(seed).run().traceHash(), scenario(seed).run().traceHash(), "seed " + seed);
        }
    }

    private static Simulation scenario(long seed) {
        SimRandom random = new SimRandom(~seed);
        int receivers = 1 + random.nextInt(12);
        int blockSize = 512 + random.nextInt(1000);
        Simulation simulation = Simulation.with(seed).receivers(receivers).blockSize(blockSize);
        int files = 1 + random.nextInt(4);
        for (int i = 1; i <= files; i++) {
            simulation.file(file(i, random));
        }
        network(simulation, receivers, random);
        if (random.nextInt(4) == 0) {
            simulation.openGroup();
        }
        if (random.nextInt(8) == 0) {
            simulation.quitOnError();
        }
        if (random.nextInt(8) == 0) {
            simulation.maxPasses(1 + random.nextInt(6));
        }
        for (int i = 0; i < receivers; i++) {
            if (random.nextInt(3) == 0) {
                simulation.referenceReceiver(i);
            }
        }
        simulation.rate(new long[] {100_000, 1_000_000, 12_500_000, -1}[random.nextInt(4)]);
        simulation.robust(10 + random.nextInt(20));
        simulation.grtt((10 + random.nextInt(1000)) * MILLISECOND, (1 + random.nextInt(30)) * MILLISECOND, 15 * SECOND);
        if (random.nextInt(3) == 0) {
            simulation.senderDisk(
                    random.nextInt(300) * MILLISECOND, random.nextInt(20) * MILLISECOND, 200_000L << random.nextInt(8));
        }
        if (random.nextInt(10) == 0) {
            simulation.senderDiskStalls(random.nextInt(100), random.nextInt(6000) * MILLISECOND);
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            incident(simulation, random.nextInt(receivers), random);
        }
        return simulation;
    }

    private static SimFile file(int number, SimRandom random) {
        long size = random.nextInt(5) == 0 ? random.nextInt(3) : random.nextInt(1 << 8 + random.nextInt(11));
        SimFile file = SimFile.regular("file-" + number, size);
        return switch (random.nextInt(30)) {
            case 0 -> file.withFault(SimFile.Fault.CHANGES, 0);
            case 1 -> file.withFault(SimFile.Fault.UNUSABLE, 0);
            case 2 -> file.withFault(SimFile.Fault.READ_FAILS, random.nextInt(50));
            default -> file;
        };
    }

    private static void network(Simulation simulation, int receivers, SimRandom random) {
        long delay = random.nextInt(4) == 0 ? random.nextInt(300) * MILLISECOND : random.nextInt(5) * MILLISECOND;
        long jitter = random.nextInt(1 + (int) (delay / 1000)) * 1000L;
        double loss = random.nextInt(2) * random.nextDouble() * 0.25;
        simulation.links(link -> link.withDelay(Math.max(100_000, delay), jitter));
        simulation.downlinks(link -> link.withLoss(loss));
        double upLoss = random.nextInt(2) * random.nextDouble() * 0.2;
        simulation.uplinks(link -> link.withLoss(upLoss));
        double duplicate = random.nextInt(2) * random.nextDouble() * 0.1;
        double reorder = random.nextInt(2) * random.nextDouble() * 0.1;
        long late = (1 + random.nextInt(50)) * MILLISECOND;
        simulation.links(link -> link.withDuplication(duplicate).withReordering(reorder, late));
        if (random.nextInt(4) == 0) {
            simulation.downlinks(link -> link.withBurst(new LinkModel.Burst(0.005, 0.05, 0, 1)));
        }
        if (random.nextInt(4) == 0) {
            simulation.downlinks(link -> link.withSharedLoss(1, 0.1));
        }
        if (random.nextInt(4) == 0) {
            Function function = CONTROL[random.nextInt(CONTROL.length)];
            simulation.dropping(function, random.nextInt(4), random.nextDouble() * 0.6);
        }
        if (random.nextInt(6) == 0) {
            long from = random.nextInt(3000) * MILLISECOND;
            long to = from + random.nextInt(3000) * MILLISECOND;
            int receiver = random.nextInt(receivers);
            simulation.downlink(receiver, link -> link.withPartition(from, to));
            simulation.uplink(receiver, link -> link.withPartition(from, to));
        }
        if (random.nextInt(6) == 0) {
            LinkModel.Bottleneck bottleneck =
                    new LinkModel.Bottleneck(200_000L << random.nextInt(6), 20_000 + random.nextInt(200_000));
            simulation.downlink(random.nextInt(receivers), link -> link.withBottleneck(bottleneck));
        }
    }

    private static void incident(Simulation simulation, int receiver, SimRandom random) {
        long at = random.nextInt(5000) * MILLISECOND;
        switch (random.nextInt(10)) {
            case 0 -> simulation.kill(receiver, at);
            case 1 -> simulation.killAfterBlocks(receiver, 1 + random.nextInt(100));
            case 2 -> simulation.reboot(receiver, at);
            case 3, 4 -> simulation.pause(receiver, at, at + random.nextInt(4000) * MILLISECOND);
            case 5 -> simulation.startAt(receiver, at);
            case 6 -> simulation.killSender(at);
            case 7 -> simulation.pauseSender(at, at + random.nextInt(3000) * MILLISECOND);
            case 8 -> simulation.diskFull(receiver, random.nextInt(100_000));
            default -> simulation.interrupt(at);
        }
    }
}

package io.uftpengine.core.sim;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.extension.EncInfo;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.core.protocol.cc.TfmccLimits;
import io.uftpengine.core.protocol.machine.TaskResult.OpenOutcome;
import io.uftpengine.core.protocol.receiver.SenderTrust;
import io.uftpengine.core.protocol.sender.SenderParameters;
import io.uftpengine.core.protocol.sender.SenderSession;
import io.uftpengine.core.security.SessionSecurity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A scenario: one sender, some receivers, a network between them and what goes wrong. Everything follows from the seed; all times are
 * nanoseconds of virtual time from the start.
 *
 * <pre>{@code
 * SimReport report = Simulation.with(seed).receivers(1000).file(20_000_000).loss(0.05).run();
 * }</pre>
 */
public final class Simulation {
    /** The sender's unique ID. */
    public static final int SENDER_ID = 0x01020304;
    /** Unique ID of receiver 0; the others follow. */
    public static final int FIRST_RECEIVER_ID = 0x0A000001;
    /** System property that overrides a test's seed. */
    public static final String SEED_PROPERTY = "sim.seed";

    public static final long MILLISECOND = 1_000_000L;
    public static final long SECOND = 1_000_000_000L;

    /** The session's group ID; its instance is 0. */
    public static final int GROUP_ID = 0x5EED0001;

    private static final long DEFAULT_LIMIT_NS = 3600 * SECOND;
    private static final long DEFAULT_RATE = 12_500_000;
    private static final long GIGABIT_BYTES_PER_SECOND = 125_000_000;

    private final long seed;
    private final List<SimFile> files = new ArrayList<>();
    private final Map<Integer, UnaryOperator<LinkModel>> downOf = new HashMap<>();
    private final Map<Integer, UnaryOperator<LinkModel>> upOf = new HashMap<>();
    private final Map<Integer, SinkStorage.Disk> diskOf = new HashMap<>();
    private final List<Incident> incidents = new ArrayList<>();
    private int receivers = 1;
    private int blockSize = 1300;
    private int robust = 20;
    private long grttNs = SECOND / 2;
    private long minGrttNs = SECOND / 100;
    private long maxGrttNs = 15 * SECOND;
    private long rate = DEFAULT_RATE;
    private long floor = SenderParameters.UNREGULATED;
    private long cardRate = GIGABIT_BYTES_PER_SECOND;
    private boolean openGroup;
    private int maxPasses = 65535;
    private boolean quitOnError;
    private long limitNs = DEFAULT_LIMIT_NS;
    private LinkModel down = LinkModel.CLEAN;
    private LinkModel up = LinkModel.CLEAN;
    private SourceStorage.Disk senderDisk = SourceStorage.Disk.FAST;
    private SinkStorage.Disk receiverDisk = SinkStorage.Disk.SOUND;
    private TfmccLimits tfmcc;
    private SenderKind senderKind = SenderSession::new;
    private SenderTrust trust = SenderTrust.ANYBODY;
    private final Set<Integer> referenceReceivers = new HashSet<>();
    private boolean allReferenceReceivers;
    private SimEncryption encryption;
    private SimAttacker.Attack attack;
    private UnaryOperator<SessionSecurity> senderKeys = UnaryOperator.identity();
    private SimObserver observer;

    private interface Incident {
        void arrange(SimSenderHost sender, SimReceiverHost[] hosts);
    }

    private Simulation(long seed) {
        this.seed = seed;
    }

    /** A scenario with one receiver, no file and a clean network. */
    public static Simulation with(long seed) {
        return new Simulation(seed);
    }

    /** The seed of a test: {@code -Dsim.seed} or else {@code usual}. */
    public static long seed(long usual) {
        return Long.getLong(SEED_PROPERTY, usual);
    }

    long seed() {
        return seed;
    }

    public Simulation receivers(int count) {
        if (count < 1 || count > SimNetwork.MAX_RECEIVERS) {
            throw new IllegalArgumentException("receivers " + count);
        }
        receivers = count;
        return this;
    }

    /** Adds a regular file. */
    public Simulation file(long size) {
        return file(SimFile.regular("file-" + (files.size() + 1), size));
    }

    public Simulation file(SimFile file) {
        files.add(file);
        return this;
    }

    /** Adds regular files of the same size. */
    public Simulation files(int count, long size) {
        for (int i = 0; i < count; i++) {
            file(size);
        }
        return this;
    }

    public Simulation blockSize(int bytes) {
        blockSize = bytes;
        return this;
    }

    public Simulation robust(int factor) {
        robust = factor;
        return this;
    }

    public Simulation grtt(long initialNs, long minNs, long maxNs) {
        grttNs = initialNs;
        minGrttNs = minNs;
        maxGrttNs = maxNs;
        return this;
    }

    /** Bytes a second, or {@link SenderParameters#UNLIMITED_RATE}. */
    public Simulation rate(long bytesPerSecond) {
        rate = bytesPerSecond;
        return this;
    }

    /**
     * No limit of the rate: the sender finds what the slowest receiver takes.
     *
     * @param floorBytesPerSecond it drops who does not keep up with this; 0 = nobody
     */
    public Simulation keepUp(long floorBytesPerSecond) {
        rate = SenderParameters.UNLIMITED_RATE;
        floor = floorBytesPerSecond;
        return this;
    }

    /** Speed of the sender's network card. */
    public Simulation cardRate(long bytesPerSecond) {
        cardRate = bytesPerSecond;
        return this;
    }

    /** The network decides on the rate. */
    public Simulation tfmcc(TfmccLimits limits) {
        tfmcc = limits;
        return this;
    }

    public Simulation openGroup() {
        openGroup = true;
        return this;
    }

    public Simulation maxPasses(int passes) {
        maxPasses = passes;
        return this;
    }

    public Simulation quitOnError() {
        quitOnError = true;
        return this;
    }

    /** Virtual time after which the simulation counts as hanging. */
    public Simulation limit(long ns) {
        limitNs = ns;
        return this;
    }

    /** Independent loss from the sender to each receiver. */
    public Simulation loss(double probability) {
        return downlinks(link -> link.withLoss(probability));
    }

    /** Delay of every link in both directions. */
    public Simulation delay(long oneWayNs, long jitterNs) {
        return links(link -> link.withDelay(oneWayNs, jitterNs));
    }

    /** Changes all links in both directions. */
    public Simulation links(UnaryOperator<LinkModel> change) {
        return downlinks(change).uplinks(change);
    }

    /** Changes all links from the sender to a receiver. */
    public Simulation downlinks(UnaryOperator<LinkModel> change) {
        down = change.apply(down);
        return this;
    }

    /** Changes all links from a receiver to the sender. */
    public Simulation uplinks(UnaryOperator<LinkModel> change) {
        up = change.apply(up);
        return this;
    }

    /** Changes the link to one receiver. */
    public Simulation downlink(int receiver, UnaryOperator<LinkModel> change) {
        downOf.merge(receiver, change, (a, b) -> link -> b.apply(a.apply(link)));
        return this;
    }

    /** Changes the link from one receiver. */
    public Simulation uplink(int receiver, UnaryOperator<LinkModel> change) {
        upOf.merge(receiver, change, (a, b) -> link -> b.apply(a.apply(link)));
        return this;
    }

    /** The first {@code first} datagrams of that function are lost on every link, then each with a probability. */
    public Simulation dropping(Function function, int first, double probability) {
        return links(link -> link.withFilter(function, first, probability));
    }

    /** The sender's disk: times to open and read, speed (0 = no limit). */
    public Simulation senderDisk(long openNs, long readNs, long bytesPerSecond) {
        senderDisk = new SourceStorage.Disk(openNs, readNs, bytesPerSecond, -1, 0);
        return this;
    }

    /** The sender's disk stands still once in each file. */
    public Simulation senderDiskStalls(long atBlock, long stallNs) {
        senderDisk = new SourceStorage.Disk(
                senderDisk.openNs(), senderDisk.readNs(), senderDisk.bytesPerSecond(), atBlock, stallNs);
        return this;
    }

    /** All receivers' disks: time to open and time to commit. */
    public Simulation receiverDisks(long openNs, long commitNs) {
        receiverDisk = new SinkStorage.Disk(openNs, commitNs, Long.MAX_VALUE, 0, OpenOutcome.RECEIVE);
        return this;
    }

    /** One receiver's disk is full after so many bytes. */
    public Simulation diskFull(int receiver, long afterBytes) {
        return disk(receiver, afterBytes, 0, OpenOutcome.RECEIVE);
    }

    /** One receiver's staging has no room for a block with that probability. */
    public Simulation stagingRefuses(int receiver, double probability) {
        return disk(receiver, Long.MAX_VALUE, probability, OpenOutcome.RECEIVE);
    }

    /** One receiver answers so to every regular file. */
    public Simulation opensAs(int receiver, OpenOutcome outcome) {
        return disk(receiver, Long.MAX_VALUE, 0, outcome);
    }

    private Simulation disk(int receiver, long fullAfterBytes, double refused, OpenOutcome outcome) {
        diskOf.put(
                receiver,
                new SinkStorage.Disk(receiverDisk.openNs(), receiverDisk.commitNs(), fullAfterBytes, refused, outcome));
        return this;
    }

    /** The receiver is switched off. */
    public Simulation kill(int receiver, long atNs) {
        incidents.add((sender, hosts) -> hosts[receiver].at(atNs, hosts[receiver]::die));
        return this;
    }

    /** The receiver is switched off when it has stored so many blocks. */
    public Simulation killAfterBlocks(int receiver, int blocks) {
        incidents.add((sender, hosts) -> hosts[receiver].dieAfterBlocks(blocks));
        return this;
    }

    /** The receiver is switched off and on again and knows nothing of before. */
    public Simulation reboot(int receiver, long atNs) {
        incidents.add((sender, hosts) -> hosts[receiver].at(atNs, hosts[receiver]::boot));
        return this;
    }

    /** The receiver's process stands still; its socket holds a little. */
    public Simulation pause(int receiver, long fromNs, long toNs) {
        incidents.add((sender, hosts) -> hosts[receiver].at(fromNs, () -> hosts[receiver].pauseUntil(toNs)));
        return this;
    }

    /** The receiver is started late. */
    public Simulation startAt(int receiver, long atNs) {
        incidents.add((sender, hosts) -> {
            hosts[receiver].die();
            hosts[receiver].at(atNs, hosts[receiver]::boot);
        });
        return this;
    }

    /** The sender is switched off. */
    public Simulation killSender(long atNs) {
        incidents.add((sender, hosts) -> sender.at(atNs, sender::die));
        return this;
    }

    /** The sender's process stands still. */
    public Simulation pauseSender(long fromNs, long toNs) {
        incidents.add((sender, hosts) -> sender.at(fromNs, () -> sender.pauseUntil(toNs)));
        return this;
    }

    /** The sender's user interrupts it. */
    public Simulation interrupt(long atNs) {
        incidents.add((sender, hosts) -> sender.at(atNs, () -> sender.abort("interrupted")));
        return this;
    }

    /** The sender behaves as the reference's. */
    public Simulation referenceSender() {
        senderKind = ReferenceSenderModel::new;
        return this;
    }

    /** All receivers behave as the reference's. */
    public Simulation referenceReceivers() {
        allReferenceReceivers = true;
        return this;
    }

    /** One receiver behaves as the reference's. */
    public Simulation referenceReceiver(int receiver) {
        referenceReceivers.add(receiver);
        return this;
    }

    /** Seals everything but the handshake. */
    public Simulation encrypted(SimEncryption settings) {
        encryption = settings;
        return this;
    }

    /** Whom our receivers take files from. */
    public Simulation trust(SenderTrust newTrust) {
        trust = newTrust;
        return this;
    }

    /** Changes what the sender's keys do. */
    Simulation senderKeys(UnaryOperator<SessionSecurity> change) {
        senderKeys = change;
        return this;
    }

    /** Somebody else is on the network. */
    public Simulation attack(SimAttacker.Attack newAttack) {
        attack = newAttack;
        return this;
    }

    /** Shows every event of every host. */
    public Simulation observer(SimObserver newObserver) {
        observer = newObserver;
        return this;
    }

    /**
     * Runs until nobody has anything left to do.
     *
     * @throws SimulationFailure when an invariant is broken or it does not end; its message says how to replay it
     */
    public SimReport run() {
        long startedAt = System.nanoTime();
        SimLink[] downLinks = new SimLink[receivers];
        SimLink[] upLinks = new SimLink[receivers];
        for (int i = 0; i < receivers; i++) {
            downLinks[i] = link(down, downOf.get(i), 2L * i);
            upLinks[i] = link(up, upOf.get(i), 2L * i + 1);
        }
        SimNetwork network = new SimNetwork(SENDER_ID, downLinks, upLinks, encryption != null, observer);
        Map<String, SimFile> catalogue = new HashMap<>();
        files.forEach(file -> catalogue.put(file.name(), file));
        SecurityFactory factory = encryption == null ? null : new EngineSecurity(encryption, SENDER_ID, GROUP_ID, 0);
        SimKeys keys = encryption == null ? null : new SimKeys(factory, encryption, network.wire(), seed);
        EngineReceiver.Door door = new EngineReceiver.Door(trust);
        SimReceiverHost[] hosts = new SimReceiverHost[receivers];
        for (int i = 0; i < receivers; i++) {
            hosts[i] = host(i, network, catalogue, keys, door);
        }
        SimSenderHost sender = new SimSenderHost(network, senderDisk, files, blockSize, cardRate, receivers);
        network.connect(sender, hosts);
        incidents.forEach(incident -> incident.arrange(sender, hosts));
        SimAttacker attacker = attack == null ? null : new SimAttacker(network, receivers);
        SimWorld world = new SimWorld(network, sender, hosts, attacker, limitNs);
        try {
            if (attacker != null) {
                attack.arrange(attacker);
            }
            if (keys != null) {
                sender.encrypt(keys, senderKeys);
            }
            EncInfo offer = factory == null ? null : factory.offer();
            sender.start(senderKind.create(parameters(offer), SimHost.CLOCK_ORIGIN_NS));
            world.run();
            sender.checkResults();
        } catch (RuntimeException | SimulationFailure e) {
            throw new SimulationFailure(
                    e.getMessage() + " [" + world.where() + ", seed " + seed + "; replay: " + replay() + "]", e);
        }
        return new SimReport(seed, files, blockSize, network, sender, hosts, keys, door, world.nowNs(), startedAt);
    }

    private SimReceiverHost host(
            int index, SimNetwork network, Map<String, SimFile> catalogue, SimKeys keys, EngineReceiver.Door door) {
        SinkStorage.Disk disk = diskOf.getOrDefault(index, receiverDisk);
        boolean reference = allReferenceReceivers || referenceReceivers.contains(index);
        ReceiverPort.Kind kind = reference ? ReferenceReceiverModel::admit : door;
        long diskSeed = SimRandom.mix(seed ^ 0xD15CL << 32 ^ index);
        return new SimReceiverHost(
                index,
                FIRST_RECEIVER_ID + index,
                kind,
                network,
                tasks -> new SinkStorage(catalogue, blockSize, disk, tasks, diskSeed),
                keys);
    }

    private SimLink link(LinkModel common, UnaryOperator<LinkModel> change, long number) {
        LinkModel model = change == null ? common : change.apply(common);
        return new SimLink(model, SimRandom.mix(seed) + number, seed);
    }

    private SenderParameters parameters(EncInfo offer) {
        int[] ids = new int[openGroup ? 0 : receivers];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = FIRST_RECEIVER_ID + i;
        }
        return new SenderParameters(
                SENDER_ID,
                GROUP_ID,
                0,
                SimNetwork.address(230, 4, 4, 1),
                SimNetwork.address(230, 5, 5, 7),
                blockSize,
                robust,
                grttNs,
                minGrttNs,
                maxGrttNs,
                rate,
                IdList.of(ids),
                maxPasses,
                quitOnError,
                SimHost.EPOCH_OFFSET_MICROS,
                offer,
                tfmcc,
                floor);
    }

    /** The Maven command that runs the calling test again with this seed. */
    private String replay() {
        String test = StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> frame.getClassName().endsWith("Test")
                                || frame.getClassName().endsWith("IT"))
                        .findFirst()
                        .map(frame -> {
                            String type = frame.getClassName()
                                    .substring(frame.getClassName().lastIndexOf('.') + 1);
                            String method = frame.getMethodName();
                            String name = method.startsWith("lambda$") ? method.split("\\$")[1] : method;
                            boolean slow = type.endsWith("IT");
                            return (slow ? "verify -Dit.test=" : "test -Dtest=") + type + "#" + name;
                        })
                        .orElse("test"));
        return "mvn -pl engine-core -am " + test + " -D" + SEED_PROPERTY + "=" + seed
                + " -Dsurefire.failIfNoSpecifiedTests=false";
    }
}

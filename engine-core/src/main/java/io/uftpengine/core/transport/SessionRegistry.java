package io.uftpengine.core.transport;

import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.concurrent.EventExecutor;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.extension.EncInfo;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.receiver.Admission;
import io.uftpengine.core.protocol.receiver.ReceiverParameters;
import io.uftpengine.core.protocol.receiver.ReceiverSession;
import io.uftpengine.core.security.SessionSecurity;
import io.uftpengine.core.transport.RateLimitedLog.Reason;
import io.uftpengine.core.transport.TransportCounters.Counter;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.logging.log4j.Level;

/**
 * A receiver's sessions by (group ID, instance) (wire facts 5.1), and the door that new ones come in by. Single writer: the
 * role's event loop.
 */
final class SessionRegistry implements SessionDirectory {
    /** ABORTs in answer to ANNOUNCEs, per second: forged ones must not make us a source of traffic. */
    static final int MAX_REFUSALS_PER_SECOND = 10;

    /**
     * Encrypted sessions begun per second: each checks a signature, and may answer with an ABORT, for whoever forges an
     * ANNOUNCE. An honest sender announces again.
     */
    static final int MAX_HANDSHAKES_PER_SECOND = 100;

    /** Of one source address. */
    static final int MAX_HANDSHAKES_PER_SOURCE = 20;

    private final LongObjectHashMap<SessionDriver> sessions = new LongObjectHashMap<>();
    private final ReceiverParameters parameters;
    private final int maxSessions;
    private final ReceiverHost.Shared shared;
    private final Function<DatagramWriter, GroupMemberships> memberships;
    private final TransportCounters counters;
    private final RateLimitedLog log;
    private final EventExecutor loop;
    private final LongSupplier clockNs;
    private final CoolDown coolDown = new CoolDown();
    private final UnconfirmedSessions unconfirmed = new UnconfirmedSessions();
    private final ReceiverEndpoint.Keys keys;
    private final EventLimit refusals;
    private final SourceLimit handshakes;

    /** Counts of the sessions that are over. */
    private final ReceiverFigures over = new ReceiverFigures();

    /** The last one found: nearly every datagram is of the same session as the one before. */
    private long lastKey;

    private SessionDriver lastFound;
    private boolean closed;

    SessionRegistry(
            ReceiverParameters parameters,
            int maxSessions,
            ReceiverHost.Shared shared,
            ReceiverEndpoint.Keys keys,
            Function<DatagramWriter, GroupMemberships> memberships,
            TransportCounters counters,
            RateLimitedLog log,
            LongSupplier clockNs) {
        this.parameters = parameters;
        this.maxSessions = maxSessions;
        this.shared = shared;
        this.keys = keys;
        this.memberships = memberships;
        this.counters = counters;
        this.log = log;
        this.loop = shared.loop();
        this.clockNs = clockNs;
        refusals = new EventLimit(MAX_REFUSALS_PER_SECOND, clockNs.getAsLong());
        handshakes = new SourceLimit(MAX_HANDSHAKES_PER_SECOND, MAX_HANDSHAKES_PER_SOURCE, clockNs.getAsLong());
    }

    @Override
    public SessionDriver find(int groupId, int instance) {
        long key = key(groupId, instance);
        if (lastFound != null && lastKey == key) {
            return lastFound;
        }
        SessionDriver found = sessions.get(key);
        if (found != null) {
            lastKey = key;
            lastFound = found;
        }
        return found;
    }

    @Override
    public void onUnknown(ReceivedMessage message, DatagramWriter writer, long nowNs) {
        Inbound in = message.inbound();
        if (!(in.message() instanceof Announce)) {
            counters.count(Counter.DROPPED_UNKNOWN_SESSION);
        } else if (closed) {
            counters.count(Counter.ANNOUNCES_IGNORED);
        } else if (coolDown.contains(
                in.remote(), in.header().groupId(), in.header().instance(), nowNs)) {
            counters.count(Counter.ANNOUNCES_IN_COOL_DOWN);
        } else {
            consider(in, writer, nowNs);
        }
    }

    private void consider(Inbound in, DatagramWriter writer, long nowNs) {
        Admission admission = ReceiverSession.admit(parameters, in);
        switch (admission.verdict()) {
            case IGNORE -> counters.count(Counter.ANNOUNCES_IGNORED);
            case REFUSE -> refuse(admission, in, writer, nowNs);
            case ACCEPT -> {
                if (!unconfirmed.makeRoom(in.remote().getAddress(), nowNs)) {
                    ignore(in, "too many sessions wait for their sender's confirmation", nowNs);
                } else if (sessions.size() >= maxSessions) {
                    ignore(in, maxSessions + " sessions are open already", nowNs);
                } else if (isEncrypted(in) && !handshakes.allows(in.remote().getAddress(), nowNs)) {
                    ignore(in, "too many encrypted sessions begin at once", nowNs);
                } else {
                    open(in, writer, nowNs);
                }
            }
        }
    }

    private static boolean isEncrypted(Inbound announce) {
        return ((Announce) announce.message()).extensions().stream().anyMatch(EncInfo.class::isInstance);
    }

    private void ignore(Inbound in, String reason, long nowNs) {
        counters.count(Counter.ANNOUNCES_OVER_LIMIT);
        log(Level.WARN, Reason.SESSION_LIMIT, nowNs, in, " ignored: " + reason);
    }

    private void refuse(Admission admission, Inbound in, DatagramWriter writer, long nowNs) {
        counters.count(Counter.ANNOUNCES_REFUSED);
        log(Level.WARN, Reason.SESSION_REFUSED, nowNs, in, " refused: " + admission.reason());
        if (admission.abort() != null && refusals.allows(nowNs)) {
            Action.Send abort = admission.abort();
            writer.send(abort.header(), abort.message(), in.remote());
        }
    }

    private void open(Inbound in, DatagramWriter writer, long nowNs) {
        UftpHeader header = in.header();
        long key = key(header.groupId(), header.instance());
        ReceiverSession machine = new ReceiverSession(parameters, in, nowNs);
        ReceiverHost host = new ReceiverHost(
                header.groupId(),
                header.instance(),
                machine,
                memberships.apply(writer),
                shared,
                counters,
                () -> refusals.allows(clockNs.getAsLong()),
                defect -> onSessionOver(key, in, machine, defect));
        SessionSecurity security = isEncrypted(in) ? keys.securities().apply(in) : null;
        SessionKeys sessionKeys =
                security == null ? null : new SessionKeys(security, keys.threads(), loop, counters, clockNs);
        SessionDriver driver = new SessionDriver(machine, host, sessionKeys, writer, loop, clockNs);
        host.attach(driver);
        sessions.put(key, driver);
        unconfirmed.add(key, driver, machine, in.remote().getAddress(), nowNs);
        log(Level.INFO, Reason.SESSION_STARTED, nowNs, in, " begins");
        driver.pumpAndFlush();
    }

    /** Not to be kept out by a cool-down: an honest sender announces again. */
    private void onGaveWay(Inbound announce) {
        counters.count(Counter.SESSIONS_GAVE_WAY);
        int groupId = announce.header().groupId();
        int instance = announce.header().instance();
        shared.observer()
                .onEvent(
                        groupId,
                        instance,
                        new SessionEvent.SessionEnded(
                                SessionEvent.SessionOutcome.PEER_LOST,
                                "gave way to newer sessions: its sender had not confirmed it"));
        shared.observer().onSessionOver(groupId, instance, null);
    }

    private void onSessionOver(long key, Inbound announce, ReceiverSession machine, Throwable defect) {
        SessionDriver driver = sessions.remove(key);
        over.addCounts(machine.progress());
        unconfirmed.remove(key);
        lastFound = null;
        long nowNs = clockNs.getAsLong();
        if (!machine.isTerminated() && defect == null) {
            onGaveWay(announce);
            return;
        }
        // An ANNOUNCE that nothing vouched for was perhaps forged: a cool-down would keep the honest sender's session
        // out.
        if (machine.isSenderVerified()) {
            coolDown.add(
                    announce.remote(),
                    announce.header().groupId(),
                    announce.header().instance(),
                    nowNs);
        }
        if (defect == null) {
            log(Level.INFO, Reason.SESSION_ENDED, nowNs, announce, " is over: " + outcomeOf(driver));
        } else {
            SessionLog.about(
                    announce.header().groupId(),
                    () -> log.log(
                            Level.ERROR,
                            Reason.HANDLER_FAULT,
                            nowNs,
                            "session " + describe(announce) + " ended by a defect",
                            defect));
            shared.observer()
                    .onEvent(
                            announce.header().groupId(),
                            announce.header().instance(),
                            new SessionEvent.SessionEnded(
                                    SessionEvent.SessionOutcome.FAILED, "internal error: " + defect));
        }
        shared.observer()
                .onSessionOver(announce.header().groupId(), announce.header().instance(), defect);
    }

    private static String outcomeOf(SessionDriver driver) {
        SessionEvent.SessionEnded ended =
                driver != null && driver.host() instanceof ReceiverHost host ? host.ended() : null;
        if (ended == null) {
            return "no outcome";
        }
        return ended.reason().isEmpty() ? ended.outcome().name() : ended.outcome() + ", " + ended.reason();
    }

    @Override
    public void onWritable() {
        // Receivers send little; what waits leaves by itself.
    }

    /** Takes no more sessions and ends those under way. */
    void abortAll(String reason) {
        closed = true;
        for (SessionDriver driver : drivers()) {
            driver.abort(reason);
        }
    }

    /** Ends what is left without further ado. */
    void dropAll() {
        closed = true;
        for (SessionDriver driver : drivers()) {
            driver.fail(new IllegalStateException("the session did not end in time"));
        }
    }

    /** Sessions under way. */
    int size() {
        return sessions.size();
    }

    /** Those under way. */
    List<ReceiverSession> machines() {
        List<ReceiverSession> machines = new ArrayList<>(sessions.size());
        for (SessionDriver driver : sessions.values()) {
            if (driver.host() instanceof ReceiverHost host) {
                machines.add(host.machine());
            }
        }
        return machines;
    }

    ReceiverFigures figures() {
        ReceiverFigures figures = new ReceiverFigures(over);
        for (SessionDriver driver : sessions.values()) {
            if (driver.host() instanceof ReceiverHost host) {
                figures.add(host.machine().phase(), host.machine().progress());
            }
        }
        return figures;
    }

    private List<SessionDriver> drivers() {
        List<SessionDriver> drivers = new ArrayList<>(sessions.size());
        for (Map.Entry<Long, SessionDriver> entry : sessions.entrySet()) {
            drivers.add(entry.getValue());
        }
        return drivers;
    }

    private static long key(int groupId, int instance) {
        return (long) groupId << Byte.SIZE | instance & 0xFF;
    }

    /** A line about the session of an ANNOUNCE. */
    private void log(Level level, Reason reason, long nowNs, Inbound announce, String what) {
        SessionLog.about(
                announce.header().groupId(),
                () -> log.log(level, reason, nowNs, "session " + describe(announce) + what));
    }

    private static String describe(Inbound announce) {
        InetSocketAddress remote = announce.remote();
        return String.format(
                "%08X/%d of sender %08X at %s:%d",
                announce.header().groupId(),
                announce.header().instance(),
                announce.header().sourceId(),
                remote.getAddress().getHostAddress(),
                remote.getPort());
    }
}

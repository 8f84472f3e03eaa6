package io.uftpengine.core.engine;

import io.netty.channel.socket.SocketProtocolFamily;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.core.config.SenderConfig;
import io.uftpengine.core.engine.EngineException.Kind;
import io.uftpengine.core.protocol.profile.ProtocolProfile;
import io.uftpengine.core.protocol.sender.SenderParameters;
import io.uftpengine.core.protocol.sender.SenderSession;
import io.uftpengine.core.transport.InterfaceSelection;
import io.uftpengine.core.transport.NetworkSetupException;
import io.uftpengine.core.transport.SelectedInterface;
import io.uftpengine.core.transport.SenderEndpoint;
import io.uftpengine.core.transport.SenderRoute;
import io.uftpengine.core.transport.SourceNaming;
import io.uftpengine.crypto.random.SecureIds;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What a sender's settings come to: addresses, interface, IDs and the machine's parameters.
 *
 * @param outgoing interface that datagrams leave by; null when a unicast route has none
 */
record SenderStart(
        SocketProtocolFamily family, SelectedInterface outgoing, SenderRoute route, SenderParameters parameters) {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Makes it of checked settings; may block on names. */
    static SenderStart of(SenderConfig config, SecureIds random, long nowNs)
            throws EngineException, NetworkSetupException {
        InetAddress publicAddress = GroupAddress.resolve("--public-address/-M", config.publicAddress(), random);
        boolean unicast = !publicAddress.isMulticastAddress();
        if (unicast && publicAddress.isAnyLocalAddress()) {
            throw new EngineException(
                    Kind.CONFIGURATION,
                    "--public-address/-M " + config.publicAddress() + ": is no destination; name a group or a host");
        }
        SocketProtocolFamily family = InterfaceSelection.familyOf(publicAddress);
        InetAddress privateAddress = unicast ? publicAddress : privateGroup(config, random, family);
        SelectedInterface outgoing = unicast && config.network().interfaces().isEmpty()
                ? InterfaceSelection.towards(publicAddress)
                : InterfaceSelection.selectForSender(config.network().interfaces(), family);
        int port = config.network().port();
        SenderRoute route = new SenderRoute(
                new InetSocketAddress(SenderEndpoint.scoped(publicAddress, outgoing), port),
                new InetSocketAddress(SenderEndpoint.scoped(privateAddress, outgoing), port));
        InetAddress none = anyAddress(family);
        SenderParameters parameters = new SenderParameters(
                uniqueId(config, outgoing, random),
                random.nextId(),
                0,
                unicast ? none : publicAddress,
                unicast ? none : privateAddress,
                config.blockSize(),
                config.robust(),
                (long) (config.grttSeconds() * NANOS),
                (long) (config.minGrttSeconds() * NANOS),
                (long) (config.maxGrttSeconds() * NANOS),
                config.rateBitsPerSecond() == SenderConfig.UNLIMITED_RATE
                        ? SenderParameters.UNLIMITED_RATE
                        : config.rateBitsPerSecond() / Byte.SIZE,
                IdList.of(
                        config.receivers().stream().mapToInt(Integer::intValue).toArray()),
                config.maxPasses(),
                config.quitOnError(),
                Clocks.epochOffsetMicros(nowNs),
                null);
        return new SenderStart(family, outgoing, route, parameters);
    }

    private static InetAddress privateGroup(SenderConfig config, SecureIds random, SocketProtocolFamily family)
            throws EngineException {
        String text = config.privateAddress();
        if (family == SocketProtocolFamily.INET6
                && text.equals(SenderConfig.builder().build().privateAddress())) {
            // The default is an IPv4 group; its like for IPv6, of the same scope as nothing beyond the link.
            text = DEFAULT_IPV6_PRIVATE;
        }
        InetAddress address = GroupAddress.resolve("--private-address/-P", text, random);
        if (!address.isMulticastAddress()) {
            throw new EngineException(
                    Kind.CONFIGURATION,
                    "--private-address/-P " + text
                            + ": is no multicast group; give one such as 230.5.5.x or ff02::5:x");
        }
        if (InterfaceSelection.familyOf(address) != family) {
            throw new EngineException(
                    Kind.CONFIGURATION,
                    "--private-address/-P " + text + ": is not of the family of --public-address/-M "
                            + config.publicAddress() + "; give both as IPv4 or both as IPv6");
        }
        return address;
    }

    private static int uniqueId(SenderConfig config, SelectedInterface outgoing, SecureIds random) {
        if (config.uniqueId().isPresent()) {
            return config.uniqueId().getAsInt();
        }
        if (outgoing == null || outgoing.isLoopback() || outgoing.defaultUniqueId() == 0) {
            return random.nextId();
        }
        return outgoing.defaultUniqueId();
    }

    private static InetAddress anyAddress(SocketProtocolFamily family) {
        try {
            return InetAddress.getByAddress(new byte[family == SocketProtocolFamily.INET ? 4 : 16]);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }

    /** What the socket and the driver need to know. */
    SenderEndpoint.Session describe(Supplier<SenderSession> machine) {
        return new SenderEndpoint.Session(
                machine,
                ProtocolProfile.PROTOCOL_5.version(),
                parameters.uniqueId(),
                parameters.groupId(),
                parameters.instance(),
                parameters.blockSize(),
                route,
                null);
    }

    /** What is sent under which name: several things always go into a directory of the destination name. */
    static SenderEndpoint.Sources sources(SenderConfig config) {
        boolean isDirectory = config.destIsDirectory() || config.files().size() > 1;
        return new SenderEndpoint.Sources(
                config.files(), new SourceNaming(config.destName(), isDirectory), config.followLinks());
    }

    private static final String DEFAULT_IPV6_PRIVATE = "ff02::5:5:x";
}

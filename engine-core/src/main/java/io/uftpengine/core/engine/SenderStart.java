package io.uftpengine.core.engine;

import io.netty.channel.socket.SocketProtocolFamily;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.core.config.SenderConfig;
import io.uftpengine.core.engine.EngineException.Kind;
import io.uftpengine.core.protocol.cc.TfmccLimits;
import io.uftpengine.core.protocol.profile.ProtocolProfile;
import io.uftpengine.core.protocol.sender.SenderParameters;
import io.uftpengine.core.protocol.sender.SenderSession;
import io.uftpengine.core.security.EncryptionSettings;
import io.uftpengine.core.security.EphemeralKeys;
import io.uftpengine.core.security.ListedReceivers;
import io.uftpengine.core.security.SenderSecurity;
import io.uftpengine.core.transport.InterfaceSelection;
import io.uftpengine.core.transport.NetworkSetupException;
import io.uftpengine.core.transport.SelectedInterface;
import io.uftpengine.core.transport.SenderEndpoint;
import io.uftpengine.core.transport.SenderRoute;
import io.uftpengine.core.transport.SourceNaming;
import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.random.SecureIds;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What a sender's settings come to: addresses, interface, IDs and the machine's parameters.
 *
 * @param outgoing interface that datagrams leave by; null when a unicast route has none
 * @param security keys of the session, or null when it is in the clear
 * @param receivers keys that receivers must have, as they are first
 */
record SenderStart(
        SocketProtocolFamily family,
        SelectedInterface outgoing,
        SenderRoute route,
        SenderParameters parameters,
        SenderSecurity security,
        ListedReceivers receivers) {
    /** Of a session that is no restart of another. */
    private static final int FIRST_INSTANCE = 0;

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    /**
     * Makes it of checked settings; may block on names, and makes keys.
     *
     * @param settings of an encrypted session, or null
     */
    static SenderStart of(
            SenderConfig config, EncryptionSettings settings, EphemeralKeys ephemeralKeys, SecureIds random, long nowNs)
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
        int uniqueId = uniqueId(config, outgoing, random);
        int groupId = random.nextId();
        ListedReceivers receivers = new ListedReceivers(
                config.encryption().map(e -> e.pins().byId()).orElse(Map.of()));
        SenderSecurity security = settings == null
                ? null
                : SenderSecurity.create(settings, groupId, FIRST_INSTANCE, uniqueId, receivers, ephemeralKeys);
        SenderParameters parameters = new SenderParameters(
                uniqueId,
                groupId,
                FIRST_INSTANCE,
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
                security == null ? null : security.offer(),
                tfmcc(config),
                config.minRateBitsPerSecond() / Byte.SIZE);
        return new SenderStart(family, outgoing, route, parameters, security, receivers);
    }

    private static TfmccLimits tfmcc(SenderConfig config) {
        return config.tfmcc()
                .map(bits -> new TfmccLimits(
                        bits.minBitsPerSecond() / Byte.SIZE,
                        bits.initialBitsPerSecond() / Byte.SIZE,
                        bits.maxBitsPerSecond() / Byte.SIZE))
                .orElse(null);
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
                security,
                parameters.isTfmcc());
    }

    /** Major version of the session's protocol. */
    int protocol() {
        return ProtocolProfile.PROTOCOL_5.version().major();
    }

    /** Name of the session's cipher. */
    String cipher() {
        return parameters.encryption() == null
                ? ReceiverSnapshots.NO_CIPHER
                : CipherSuite.ofCode(parameters.encryption().cipher())
                        .map(CipherSuite::optionName)
                        .orElse("");
    }

    /** What is sent under which name: several things always go into a directory of the destination name. */
    static SenderEndpoint.Sources sources(SenderConfig config) {
        boolean isDirectory = config.destIsDirectory() || config.files().size() > 1;
        return new SenderEndpoint.Sources(
                config.files(), new SourceNaming(config.destName(), isDirectory), config.followLinks());
    }

    private static final String DEFAULT_IPV6_PRIVATE = "ff02::5:5:x";
}

package io.uftpengine.core.engine;

import io.netty.channel.socket.SocketProtocolFamily;
import io.uftpengine.core.config.ReceiverConfig;
import io.uftpengine.core.engine.EngineException.Kind;
import io.uftpengine.core.transport.InterfaceSelection;
import io.uftpengine.core.transport.NetworkSetupException;
import io.uftpengine.core.transport.ReceiverEndpoint.Listening;
import io.uftpengine.core.transport.SelectedInterface;
import io.uftpengine.crypto.random.SecureIds;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** What a receiver's settings come to: groups, interfaces and sources of each family, and the unique ID. */
record ReceiverStart(List<Listening> families, int uniqueId) {
    /** Makes it of checked settings; may block on names. */
    static ReceiverStart of(ReceiverConfig config, SecureIds random) throws EngineException, NetworkSetupException {
        List<InetAddress> groups = new ArrayList<>();
        for (String text : config.publicAddresses()) {
            InetAddress group = GroupAddress.resolve("--public-address/-M", text, random);
            if (!group.isMulticastAddress()) {
                throw new EngineException(
                        Kind.CONFIGURATION,
                        "--public-address/-M " + text + ": is no multicast group; a receiver hears unicast anyway");
            }
            groups.add(group);
        }
        List<InetAddress> sources = sources(config);
        List<Listening> families = new ArrayList<>();
        for (SocketProtocolFamily family :
                new SocketProtocolFamily[] {SocketProtocolFamily.INET, SocketProtocolFamily.INET6}) {
            List<InetAddress> ofFamily = groups.stream()
                    .filter(g -> InterfaceSelection.familyOf(g) == family)
                    .toList();
            if (!ofFamily.isEmpty()) {
                families.add(listening(config, family, ofFamily, sources));
            }
        }
        return new ReceiverStart(families, uniqueId(config, families, random));
    }

    private static Listening listening(
            ReceiverConfig config, SocketProtocolFamily family, List<InetAddress> groups, List<InetAddress> sources)
            throws EngineException, NetworkSetupException {
        List<SelectedInterface> interfaces =
                InterfaceSelection.select(config.network().interfaces(), family);
        if (interfaces.isEmpty()) {
            throw new EngineException(
                    Kind.NETWORK,
                    "--interface/-I " + String.join(",", config.network().interfaces()) + ": no address for " + family
                            + ", which --public-address/-M " + groups.get(0).getHostAddress()
                            + " needs; name another interface or another group");
        }
        List<InetAddress> sourcesOfFamily = sources.stream()
                .filter(s -> InterfaceSelection.familyOf(s) == family)
                .toList();
        if (!sources.isEmpty() && sourcesOfFamily.isEmpty()) {
            throw new EngineException(
                    Kind.CONFIGURATION,
                    "--ssm/-o: no source is of the family of group "
                            + groups.get(0).getHostAddress() + "; list one in --servers/-S");
        }
        return new Listening(family, groups, interfaces, sourcesOfFamily);
    }

    private static List<InetAddress> sources(ReceiverConfig config) throws EngineException {
        List<InetAddress> sources = new ArrayList<>();
        for (String text : config.sources()) {
            try {
                sources.add(InetAddress.getByName(text));
            } catch (UnknownHostException e) {
                throw new EngineException(
                        Kind.CONFIGURATION, "--servers/-S " + text + ": no such address or host; correct the list", e);
            }
        }
        return sources;
    }

    /** The first interface's address, unless another engine of this host would derive the same from it. */
    private static int uniqueId(ReceiverConfig config, List<Listening> families, SecureIds random) {
        if (config.uniqueId().isPresent()) {
            return config.uniqueId().getAsInt();
        }
        SelectedInterface first = families.get(0).interfaces().get(0);
        if (first.isLoopback()
                || first.defaultUniqueId() == 0
                || InterfaceSelection.isPortInUse(config.network().port())) {
            return random.nextId();
        }
        return first.defaultUniqueId();
    }
}

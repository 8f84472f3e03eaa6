package io.uftpengine.cli.lab;

import java.util.List;

/** How a session is addressed, and the options that say so to either side. */
enum Addressing {
    IPV4_MULTICAST("e0", "230.4.4.1", "230.5.5.5"),
    IPV6_MULTICAST("e0/6", "ff15::4:4:1", "ff15::5:5:5"),
    IPV4_UNICAST("e0", "230.4.4.1", null),
    IPV6_UNICAST("e0/6", "ff15::4:4:1", null);

    private final String networkInterface;
    private final String publicGroup;
    private final String privateGroup;

    Addressing(String networkInterface, String publicGroup, String privateGroup) {
        this.networkInterface = networkInterface;
        this.publicGroup = publicGroup;
        this.privateGroup = privateGroup;
    }

    boolean isUnicast() {
        return privateGroup == null;
    }

    /** The public group that every receiver joins. */
    String publicGroup() {
        return publicGroup;
    }

    /** The private group of the session; null in unicast. */
    String privateGroup() {
        return privateGroup;
    }

    List<String> senderOptions(LabHost firstReceiver) {
        if (isUnicast()) {
            String address = this == IPV4_UNICAST ? firstReceiver.ipv4() : firstReceiver.ipv6();
            return List.of("-I", networkInterface, "-M", address);
        }
        return List.of("-I", networkInterface, "-M", publicGroup, "-P", privateGroup);
    }

    List<String> receiverOptions() {
        return List.of("-I", networkInterface, "-M", publicGroup);
    }
}

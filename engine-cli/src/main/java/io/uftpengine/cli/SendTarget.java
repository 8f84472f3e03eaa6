package io.uftpengine.cli;

import io.uftpengine.core.config.SenderConfig;

/**
 * Where ANNOUNCEs go, for people.
 *
 * @param words such as {@code on e0 to 230.4.4.1:1044}
 */
record SendTarget(String words) {
    static SendTarget of(SenderConfig config) {
        String address = config.publicAddress();
        String host = address.contains(":") ? "[" + address + "]" : address;
        String via = config.network().interfaces().isEmpty()
                ? "the default interface"
                : config.network().interfaces().get(0);
        return new SendTarget(
                "on " + via + " to " + host + ":" + config.network().port());
    }
}

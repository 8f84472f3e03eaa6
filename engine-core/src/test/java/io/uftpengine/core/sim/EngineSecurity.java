package io.uftpengine.core.sim;

import io.uftpengine.codec.extension.EncInfo;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.security.EncryptionSettings;
import io.uftpengine.core.security.ReceiverSecurity;
import io.uftpengine.core.security.ReceiverTrust;
import io.uftpengine.core.security.SenderSecurity;
import io.uftpengine.core.security.SessionSecurity;
import io.uftpengine.crypto.signature.KeySpec;
import io.uftpengine.crypto.signature.SigningKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The real keys of a scenario. They are fresh each time: nothing that happens in a simulation may depend on a key's bytes, and all
 * keys and signatures of a curve have one length.
 */
final class EngineSecurity implements SecurityFactory {
    private final KeySpec spec;
    private final SenderSecurity sender;
    /** By index of the receiver, which keeps it over a reboot. */
    private final Map<Integer, SigningKey> signingKeys = new ConcurrentHashMap<>();

    EngineSecurity(SimEncryption settings, int senderId, int groupId, int instance) {
        spec = KeySpec.ec(settings.curve());
        EncryptionSettings encryption = new EncryptionSettings(
                settings.suite(), settings.hash(), settings.curve(), SigningKey.generate(spec), settings.clientAuth());
        sender = SenderSecurity.create(encryption, groupId, instance, senderId, ReceiverTrust.ANYBODY);
    }

    @Override
    public EncInfo offer() {
        return sender.offer();
    }

    @Override
    public SessionSecurity sender() {
        return sender;
    }

    @Override
    public SessionSecurity receiver(int index, int uniqueId, Inbound announce) {
        return new ReceiverSecurity(uniqueId, () -> signingKeys.computeIfAbsent(index, i -> SigningKey.generate(spec)));
    }
}

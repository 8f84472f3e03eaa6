package io.uftpengine.core.security;

import io.uftpengine.crypto.api.KeySchedule;
import io.uftpengine.crypto.api.SecretBytes;
import io.uftpengine.crypto.api.TrafficKeys;
import java.util.Arrays;

/**
 * What follows from the group master for one receiver.
 *
 * @param clientContext2 C2, what the keys are bound to
 * @param traffic of the receiver's packets
 * @param verifyData of its KEYINFO_ACK
 */
record ApplicationKeys(byte[] clientContext2, TrafficKeys traffic, byte[] verifyData) {
    static ApplicationKeys of(KeySchedule schedule, SecretBytes groupMaster, byte[] clientContext2) {
        return new ApplicationKeys(
                clientContext2,
                schedule.clientApplicationKeys(groupMaster, clientContext2),
                schedule.verifyData(groupMaster, clientContext2));
    }

    void destroy() {
        traffic.destroy();
        Arrays.fill(verifyData, (byte) 0);
    }
}

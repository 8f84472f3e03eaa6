package io.uftpengine.cli.lab;

import static io.uftpengine.cli.lab.Program.ENGINE;
import static io.uftpengine.cli.lab.Program.REFERENCE;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The table of encrypted interoperation sessions: who sends to whom, under which keys and ciphers, how addressed, how lossy. */
final class EncryptionMatrix {
    /** The most sessions that the everyday build may run. */
    static final int MAX_ROWS = 60;

    /** Seed of the covering table. */
    static final long SEED = 20_261_120L;

    static final List<String> CIPHERS = List.of("aes128-gcm", "aes256-gcm", "aes128-ccm", "aes256-ccm");
    static final List<String> HASHES = List.of("sha256", "sha384", "sha512");
    static final List<String> CURVES = List.of("secp256r1", "secp384r1", "secp521r1");

    private static final String NO_CLIENT_KEY = "-";
    private static final int CLOSED_ROBUST = 20;
    /** An open group announces as often as it may, however early all have come; this is the least that the reference takes. */
    private static final int OPEN_ROBUST = 10;

    /** Who sends and who receives. */
    enum Roles {
        ENGINE_TO_REFERENCE(ENGINE, REFERENCE, REFERENCE),
        REFERENCE_TO_ENGINE(REFERENCE, ENGINE, ENGINE),
        ENGINE_TO_BOTH(ENGINE, ENGINE, REFERENCE);

        final Program sender;
        final List<Program> receivers;

        Roles(Program sender, Program... receivers) {
            this.sender = sender;
            this.receivers = List.of(receivers);
        }
    }

    /**
     * One session of the table.
     *
     * @param lossPermille of what arrives at each receiver
     */
    record Row(Roles roles, Encryption encryption, Addressing addressing, boolean closedGroup, int lossPermille) {
        static Row of(List<Object> values) {
            Object receiverKey = values.get(5);
            return new Row(
                    (Roles) values.get(0),
                    new Encryption(
                            (String) values.get(1),
                            (String) values.get(2),
                            (String) values.get(3),
                            (LabKey) values.get(4),
                            receiverKey.equals(NO_CLIENT_KEY) ? null : (LabKey) receiverKey),
                    (Addressing) values.get(6),
                    (Boolean) values.get(7),
                    (Integer) values.get(8));
        }

        /** What makes one session dearer than another: an open group always announces as often as it may. */
        long cost() {
            return (closedGroup ? 0 : 10) + lossPermille / 10;
        }

        /** A readable name that is also a directory's. */
        String label() {
            return String.join(
                            " ",
                            roles.name(),
                            encryption.cipher(),
                            encryption.hash(),
                            encryption.curve(),
                            encryption.senderKey().name(),
                            encryption.hasClientAuthentication()
                                    ? "auth-" + encryption.receiverKey().name()
                                    : "noauth",
                            addressing.name(),
                            closedGroup ? "closed" : "open",
                            "loss" + lossPermille)
                    .toLowerCase(Locale.ROOT)
                    .replace('_', '-');
        }

        TransferPlan plan() throws IOException {
            return TransferPlan.of(roles.sender, roles.receivers.toArray(new Program[0]))
                    .files(List.of(TestFiles.file("confidential", EncryptedSession.FILE_SIZE)))
                    .addressing(addressing)
                    .closedGroup(closedGroup)
                    .robust(closedGroup ? CLOSED_ROBUST : OPEN_ROBUST)
                    .encryption(encryption);
        }

        void run(NetworkLab lab) throws IOException, InterruptedException {
            EncryptedSession.run(lab, label(), plan(), lossPermille);
        }
    }

    private static final PairwiseTable TABLE = new PairwiseTable(
            List.of(
                    List.of((Object[]) Roles.values()),
                    List.copyOf(CIPHERS),
                    List.copyOf(HASHES),
                    List.copyOf(CURVES),
                    List.of((Object[]) LabKey.values()),
                    Stream.concat(Stream.of((Object) NO_CLIENT_KEY), Arrays.stream(LabKey.values()))
                            .toList(),
                    List.of(Addressing.IPV4_MULTICAST, Addressing.IPV6_MULTICAST),
                    List.of(true, false),
                    List.of(0, 50)),
            values -> true);

    private EncryptionMatrix() {}

    static PairwiseTable table() {
        return TABLE;
    }

    /** Rows in which every pair of two properties occurs. */
    static List<Row> pairwise() {
        return TABLE.rows(SEED, values -> Row.of(values).cost()).stream()
                .map(Row::of)
                .toList();
    }

    /** Every cipher with every hash, curve and kind of key, which both sides have; the rest as simple as can be. */
    static List<Row> product(Roles roles) {
        return CIPHERS.stream()
                .flatMap(cipher -> HASHES.stream()
                        .flatMap(hash -> CURVES.stream().flatMap(curve -> Arrays.stream(LabKey.values())
                                .map(key -> new Encryption(cipher, hash, curve, key, key)))))
                .map(encryption -> new Row(roles, encryption, Addressing.IPV4_MULTICAST, true, 0))
                .toList();
    }
}

package io.uftpengine.cli.lab;

import static io.uftpengine.cli.lab.Program.ENGINE;
import static io.uftpengine.cli.lab.Program.REFERENCE;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The table of interoperation sessions (issue line 2): who sends to whom, what, in which blocks, how addressed, whether encrypted. */
final class InteropMatrix {
    /** The most sessions that the everyday build may run. */
    static final int MAX_ROWS = 80;

    /** Seed of the covering table. */
    static final long SEED = 20_261_120L;

    /** In blocks of 8,750 bytes uftp 5.0.3 does not live to send anything encrypted to a closed group. */
    static final int LARGEST_OF_ENCRYPTED_REFERENCE = 8700;

    private static final Duration ATTEMPT = Duration.ofSeconds(90);

    private static final List<Object> FILES = List.of(
            FileSet.EMPTY,
            FileSet.ONE_BYTE,
            FileSet.BLOCK_LESS_ONE,
            FileSet.ONE_BLOCK,
            FileSet.BLOCK_PLUS_ONE,
            FileSet.FULL_SECTION,
            FileSet.SECTION_PLUS_BLOCK,
            FileSet.HUNDRED_MB,
            FileSet.TREE_OF_1000);

    /** Who sends and who receives. */
    enum Roles {
        ENGINE_TO_REFERENCE(ENGINE, REFERENCE, REFERENCE, REFERENCE),
        REFERENCE_TO_ENGINE(REFERENCE, ENGINE, ENGINE, ENGINE),
        ENGINE_TO_MIXED(ENGINE, ENGINE, REFERENCE, ENGINE);

        final Program sender;
        final List<Program> receivers;

        Roles(Program sender, Program... receivers) {
            this.sender = sender;
            this.receivers = List.of(receivers);
        }
    }

    /** One session of the table. */
    record Row(
            Roles roles, FileSet files, int blockSize, Addressing addressing, boolean closedGroup, boolean encrypted) {
        static Row of(List<Object> values) {
            return new Row(
                    (Roles) values.get(0),
                    (FileSet) values.get(1),
                    (Integer) values.get(2),
                    (Addressing) values.get(3),
                    (Boolean) values.get(4),
                    (Boolean) values.get(5));
        }

        /** Bytes on the wire, roughly: what makes one session dearer than another. */
        long cost() {
            return files == FileSet.TREE_OF_1000 ? 50_000_000 : files.size(blockSize);
        }

        /** A readable name that is also a directory's. */
        String label() {
            return String.join(
                            " ",
                            roles.name(),
                            files.name(),
                            "b" + blockSize,
                            addressing.name(),
                            closedGroup ? "closed" : "open",
                            encrypted ? "encrypted" : "clear")
                    .toLowerCase(Locale.ROOT)
                    .replace('_', '-');
        }

        TransferPlan plan() throws IOException {
            // In unicast there is one receiver (wire facts 3: both group addresses zero, no join).
            Program[] receivers = addressing.isUnicast()
                    ? new Program[] {roles.receivers.get(0)}
                    : roles.receivers.toArray(new Program[0]);
            return TransferPlan.of(roles.sender, receivers)
                    .files(files.files(blockSize))
                    .blockSize(blockSize)
                    .addressing(addressing)
                    .closedGroup(closedGroup)
                    .encryption(encrypted ? Encryption.DEFAULT : Encryption.NONE);
        }

        void run(NetworkLab lab) throws IOException, InterruptedException {
            Transfer.runWatched(lab, label(), plan(), ATTEMPT).assertAllRight();
        }
    }

    private static final PairwiseTable TABLE = new PairwiseTable(
            List.of(
                    List.of((Object[]) Roles.values()),
                    FILES,
                    List.of(512, 1300, 8800),
                    List.of((Object[]) Addressing.values()),
                    List.of(true, false),
                    List.of(true, false)),
            values -> isPossible(Row.of(values)));

    private InteropMatrix() {}

    private static boolean isPossible(Row row) {
        // A group of both kinds needs two receivers at least.
        boolean lonelyMix =
                row.roles() == Roles.ENGINE_TO_MIXED && row.addressing().isUnicast();
        // uftp 5.0.3 dies of "double free or corruption" when it sends a name of 200 bytes or more in blocks of 8,700
        // or more.
        boolean deadlyName =
                row.roles().sender == REFERENCE && row.files() == FileSet.TREE_OF_1000 && row.blockSize() == 8800;
        // Encrypted, it dies of the same with its first ANNOUNCE, whatever it sends.
        boolean deadlyBlock =
                row.roles().sender == REFERENCE && row.encrypted() && row.blockSize() > LARGEST_OF_ENCRYPTED_REFERENCE;
        return !lonelyMix && !deadlyName && !deadlyBlock;
    }

    static PairwiseTable table() {
        return TABLE;
    }

    /** The covering rows of these roles. */
    static List<Row> pairwise(Roles roles) {
        return TABLE.rows(SEED, values -> Row.of(values).cost()).stream()
                .map(Row::of)
                .filter(row -> row.roles() == roles)
                .toList();
    }

    /** All rows of these roles. */
    static List<Row> product(Roles roles) {
        return TABLE.product().stream()
                .map(Row::of)
                .filter(row -> row.roles() == roles)
                .toList();
    }
}

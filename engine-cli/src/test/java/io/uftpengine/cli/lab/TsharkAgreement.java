package io.uftpengine.cli.lab;

import io.uftpengine.codec.DecodeException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Compares, frame by frame and field by field, what {@code tshark} and our codec read in a capture. */
final class TsharkAgreement {
    private static final DateTimeFormatter TSHARK_TIME =
            DateTimeFormatter.ofPattern("MMM d, uuuu HH:mm:ss.nnnnnnnnn 'UTC'", Locale.ROOT);
    /** What it says of every datagram whose port is in a certain range; a sender's port is any. */
    private static final Pattern TRACEROUTE = Pattern.compile("Possible traceroute: hop #\\d+, attempt #\\d+");

    private static final double RTT_TOLERANCE = 1e-9;
    private static final int MAX_DISAGREEMENTS = 10;

    /**
     * The outcome.
     *
     * @param frames how many frames both have decoded
     * @param complaints what {@code tshark} finds malformed or odd, as {@code FUNCTION: message}, each once
     * @param functions how many there were of each function byte
     * @param disagreements at most ten, readable
     */
    record Outcome(int frames, Set<String> complaints, Map<Integer, Integer> functions, List<String> disagreements) {}

    private TsharkAgreement() {}

    /** Compares every whole UFTP 5 datagram of the capture. */
    static Outcome compare(Path capture) throws IOException, InterruptedException {
        Map<Integer, byte[]> payloads = new HashMap<>();
        Pcap.read(capture).forEach(datagram -> payloads.put(datagram.frame(), datagram.payload()));
        List<String> names = new ArrayList<>(List.of("frame.number", "_ws.expert.message", "_ws.malformed"));
        names.addAll(DecodedFields.NAMES);
        Map<Integer, Integer> functions = new HashMap<>();
        Set<String> complaints = new TreeSet<>();
        List<String> disagreements = new ArrayList<>();
        List<String[]> rows = Tshark.fields(capture, Tshark.UFTP, names);
        for (String[] row : rows) {
            int frame = Integer.parseInt(row[0]);
            byte[] payload = payloads.get(frame);
            if (payload == null) {
                continue; // put together from fragments, which Pcap leaves out
            }
            int function = payload.length < 2 ? -1 : payload[1] & 0xFF;
            functions.merge(function, 1, Integer::sum);
            String complaint = TRACEROUTE.matcher(row[1]).replaceAll("") + row[2];
            if (!complaint.isEmpty()) {
                complaints.add(function + ": " + complaint);
            }
            if (disagreements.size() < MAX_DISAGREEMENTS) {
                compare(frame, payload, Arrays.asList(row).subList(3, row.length), disagreements);
            }
        }
        return new Outcome(rows.size(), complaints, functions, disagreements);
    }

    private static void compare(int frame, byte[] payload, List<String> row, List<String> disagreements)
            throws IOException {
        Map<String, Object> ours;
        try {
            ours = DecodedFields.of(payload);
        } catch (DecodeException | IllegalArgumentException e) {
            disagreements.add("frame " + frame + ": our codec rejects it: " + e);
            return;
        }
        for (int i = 0; i < DecodedFields.NAMES.size(); i++) {
            String name = DecodedFields.NAMES.get(i);
            String theirs = row.get(i);
            Object own = ours.get(name);
            if (own == null ? !theirs.isEmpty() : !agree(own, theirs)) {
                disagreements.add("frame " + frame + " " + name + ": ours " + own + ", tshark's " + theirs);
            }
        }
    }

    private static boolean agree(Object own, String theirs) throws IOException {
        if (theirs.isEmpty()) {
            return "".equals(own);
        }
        if (own instanceof Long number) {
            return number == number(theirs);
        }
        if (own instanceof Double seconds) {
            return Math.abs(Double.parseDouble(theirs) / seconds - 1) < RTT_TOLERANCE;
        }
        if (own instanceof Instant time) {
            return time.equals(time(theirs));
        }
        String text = (String) own;
        return text.equals(theirs)
                || isAddress(theirs) && InetAddress.getByName(text).equals(InetAddress.getByName(theirs));
    }

    private static boolean isAddress(String text) {
        return text.matches("[0-9.]+") || text.matches("[0-9a-f:]*:[0-9a-f:]*");
    }

    private static long number(String text) {
        return switch (text) {
            case "True" -> 1; // newer than 4.0
            case "False" -> 0;
            default -> Long.decode(text);
        };
    }

    private static Instant time(String text) {
        return Character.isDigit(text.charAt(0))
                ? Instant.parse(text) // newer than 4.0
                : LocalDateTime.parse(text.replaceAll(" +", " "), TSHARK_TIME).toInstant(ZoneOffset.UTC);
    }
}

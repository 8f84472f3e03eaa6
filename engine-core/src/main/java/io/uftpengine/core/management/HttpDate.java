package io.uftpengine.core.management;

import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Times as headers have them (RFC 9110, 5.6.7). Java's own formatter takes as long to load as everything else that makes an answer. */
final class HttpDate {
    private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };

    private HttpDate() {}

    static String of(long epochSecond) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(epochSecond, 0, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(32)
                .append(DAYS[time.getDayOfWeek().ordinal()])
                .append(", ");
        twoDigits(text, time.getDayOfMonth(), ' ');
        text.append(MONTHS[time.getMonthValue() - 1])
                .append(' ')
                .append(time.getYear())
                .append(' ');
        twoDigits(text, time.getHour(), ':');
        twoDigits(text, time.getMinute(), ':');
        twoDigits(text, time.getSecond(), ' ');
        return text.append("GMT").toString();
    }

    private static void twoDigits(StringBuilder text, int number, char after) {
        text.append((char) ('0' + number / 10))
                .append((char) ('0' + number % 10))
                .append(after);
    }
}

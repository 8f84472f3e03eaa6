package io.uftpengine.core.security;

import io.uftpengine.crypto.api.SecretBytes;
import io.uftpengine.crypto.exchange.EphemeralKey;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/** Finds the secrets that something holds, however deep. */
final class Secrets {
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<SecretBytes> found = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<EphemeralKey> ephemeral = Collections.newSetFromMap(new IdentityHashMap<>());

    private Secrets() {}

    static Secrets of(Object... roots) throws IllegalAccessException {
        Secrets secrets = new Secrets();
        Deque<Object> open = new ArrayDeque<>();
        for (Object root : roots) {
            open.add(root);
        }
        while (!open.isEmpty()) {
            Object next = open.remove();
            if (secrets.seen.add(next)) {
                secrets.visit(next, open);
            }
        }
        return secrets;
    }

    private void visit(Object object, Deque<Object> open) throws IllegalAccessException {
        if (object instanceof SecretBytes secret) {
            found.add(secret);
        } else if (object instanceof Map<?, ?> map) {
            open.addAll(map.keySet());
            open.addAll(map.values());
        } else if (object instanceof Iterable<?> all) {
            all.forEach(open::add);
        } else if (object.getClass().getName().startsWith("io.uftpengine.")) {
            if (object instanceof EphemeralKey key) {
                ephemeral.add(key);
            }
            for (Class<?> type = object.getClass(); type != Object.class && type != null; type = type.getSuperclass()) {
                visitFields(object, type, open);
            }
        }
    }

    private static void visitFields(Object object, Class<?> type, Deque<Object> open) throws IllegalAccessException {
        if (!type.getName().startsWith("io.uftpengine.")) {
            return;
        }
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                field.setAccessible(true);
                Object value = field.get(object);
                if (value != null) {
                    open.add(value);
                }
            }
        }
    }

    int count() {
        return found.size();
    }

    long alive() {
        return found.stream().filter(secret -> !secret.isDestroyed()).count();
    }

    Set<EphemeralKey> ephemeralKeys() {
        return ephemeral;
    }
}

package io.uftpengine.codec.shared;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.DecodeException.Fault;
import io.uftpengine.codec.extension.HeaderExtension;
import io.uftpengine.codec.extension.UnknownExtension;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.SignatureField;
import java.util.ArrayList;
import java.util.List;

/**
 * The header extensions of one protocol version by type. All of a message are decoded, although the reference looks only at the
 * first (T14). Filled once, then only read.
 */
public final class ExtensionTable {
    private static final int PREFIX = 2;
    private static final int WORD = 4;
    private static final int TYPES = 8;

    private record Entry<E extends HeaderExtension>(Class<E> type, ExtensionCodec<E> codec) {
        void encodeBody(HeaderExtension extension, ByteBuf out) {
            codec.encodeBody(type.cast(extension), out);
        }
    }

    private final Entry<?>[] entries = new Entry<?>[TYPES];

    /** Adds a codec and returns this table. */
    public <E extends HeaderExtension> ExtensionTable with(int number, Class<E> type, ExtensionCodec<E> codec) {
        entries[number] = new Entry<>(type, codec);
        return this;
    }

    /**
     * Consumes the extensions that fill the next {@code length} readable bytes, a multiple of 4.
     *
     * @throws DecodeException BAD_FIELD_LENGTH if one has length 0 or goes beyond the header
     */
    public List<HeaderExtension> decode(ByteBuf body, int length) throws DecodeException {
        if (length == 0) {
            return List.of();
        }
        List<HeaderExtension> extensions = new ArrayList<>(1);
        for (int left = length; left > 0; ) {
            int size = body.getUnsignedByte(body.readerIndex() + 1) * WORD;
            if (size == 0 || size > left) {
                throw DecodeException.of(Fault.BAD_FIELD_LENGTH);
            }
            extensions.add(decodeOne(body.readSlice(size)));
            left -= size;
        }
        return extensions;
    }

    /**
     * Where the signature is in the first signed one of the extensions that fill {@code length} bytes from {@code offset} behind the
     * reader index on, counted from that index; null if none is. Consumes nothing.
     *
     * @throws DecodeException BAD_FIELD_LENGTH if an extension in front of it has length 0 or goes beyond the header
     */
    SignatureField signature(ByteBuf body, int offset, int length) throws DecodeException {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            int index = body.readerIndex() + at;
            int size = body.getUnsignedByte(index + 1) * WORD;
            if (size == 0 || size > end - at) {
                throw DecodeException.of(Fault.BAD_FIELD_LENGTH);
            }
            int type = body.getUnsignedByte(index);
            if (type < TYPES && entries[type] != null) {
                SignatureField field = entries[type].codec.signature(body.slice(index, size));
                if (field != null) {
                    return field.behind(at);
                }
            }
            at += size;
        }
        return null;
    }

    private HeaderExtension decodeOne(ByteBuf in) throws DecodeException {
        int type = in.getUnsignedByte(in.readerIndex());
        if (type < TYPES && entries[type] != null) {
            return entries[type].codec.decode(in);
        }
        in.skipBytes(PREFIX);
        return new UnknownExtension(type, Bytes.read(in, in.readableBytes()));
    }

    /**
     * Appends the extensions in order.
     *
     * @throws IllegalArgumentException if one is too long for its length byte or this version does not have it
     */
    public void encode(List<HeaderExtension> extensions, ByteBuf out) {
        for (HeaderExtension extension : extensions) {
            int start = out.writerIndex();
            out.writeByte(extension.type());
            out.writeByte(0);
            if (extension instanceof UnknownExtension unknown) {
                unknown.body().writeTo(out);
            } else {
                entry(extension.type()).encodeBody(extension, out);
            }
            out.setByte(start + 1, MessageHeader.words(out.writerIndex() - start));
        }
    }

    private Entry<?> entry(int type) {
        Entry<?> entry = entries[type];
        if (entry == null) {
            throw new IllegalArgumentException("no encoding of extension " + type + " in this version");
        }
        return entry;
    }
}

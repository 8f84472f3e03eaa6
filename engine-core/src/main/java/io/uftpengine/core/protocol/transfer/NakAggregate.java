package io.uftpengine.core.protocol.transfer;

import io.uftpengine.codec.field.NakBitmap;

/** What all receivers of a file together are still to be sent: the union of their NAKs, less what was sent since. */
public final class NakAggregate {
    private final SectionLayout layout;
    private final BlockSet wanted;

    /** Every block is wanted at first. */
    public NakAggregate(SectionLayout layout) {
        this.layout = layout;
        wanted = BlockSet.all(layout);
    }

    /** The blocks to send. */
    public BlockSet wanted() {
        return wanted;
    }

    /**
     * Adds one receiver's NAKs. A map that is too short speaks for the blocks it has: an aggregated one of the reference's
     * proxy may lack its last byte (wire facts 4). Bits at and beyond the end of the section mean nothing.
     *
     * @param section exists in the file
     * @return NAKs in the map, of blocks already wanted too
     */
    public int merge(int section, NakBitmap naks) {
        long first = layout.firstBlock(section);
        int blocks = layout.blocksIn(section);
        int count = 0;
        for (int i = naks.nextSet(0); i >= 0 && i < blocks; i = naks.nextSet(i + 1)) {
            wanted.add(first + i);
            count++;
        }
        return count;
    }

    /** A block leaves. */
    public void sent(long block) {
        wanted.remove(block);
    }
}

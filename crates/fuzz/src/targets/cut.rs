//! Packs: whatever the lengths, the pieces of a pack are its own bytes, in their order.

pub fn run(bytes: &[u8]) {
    // The number of lengths, the lengths, and the pack.
    let Some((count, rest)) = bytes.split_first() else { return };
    let Some((lengths, pack)) = rest.split_at_checked(usize::from(*count) * 4) else { return };
    let lengths = lengths.as_chunks().0.iter().map(|bytes| u32::from_le_bytes(*bytes));
    let lengths: Vec<u32> = lengths.collect();
    if let Some(pieces) = trust::cut(pack, lengths.iter().copied()) {
        assert!(pieces.iter().map(|piece| piece.len() as u64).eq(lengths.iter().map(|length| u64::from(*length))));
        assert_eq!([b"[", &pieces.join(&b","[..])[..], b"]"].concat(), pack, "all of the pack, and nothing else");
        let all = pack.as_ptr_range();
        for piece in pieces {
            let own = piece.as_ptr_range();
            assert!(all.start <= own.start && own.end <= all.end);
        }
    }
}

pub fn seeds() -> Vec<Vec<u8>> {
    let seed = |lengths: &[u32], pack: &[u8]| {
        let mut bytes = vec![lengths.len() as u8];
        lengths.iter().for_each(|length| bytes.extend(length.to_le_bytes()));
        bytes.extend(pack);
        bytes
    };
    vec![seed(&[2, 3, 1], b"[{},[1],3]"), seed(&[], b"[]"), seed(&[0, 0], b"[,]"), seed(&[u32::MAX], b"[1]")]
}

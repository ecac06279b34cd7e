//! Numbers and sizes as the language writes them.

use crate::Messages;

impl Messages {
    /// Formats a number in the digits of the language.
    pub fn number(&self, number: impl Into<u64>) -> String {
        self.digits(&number.into().to_string())
    }

    /// Replaces the digits of a text by those of the language.
    pub fn digits(&self, text: &str) -> String {
        let zero = self.digit_zero().chars().next().unwrap_or('0');
        let digit = |character: char| {
            let digit = character.to_digit(10).and_then(|value| char::from_u32(u32::from(zero) + value));
            digit.unwrap_or(character)
        };
        text.chars().map(digit).collect()
    }

    /// Formats a number of bytes, rounded up, in kilobytes, megabytes or gigabytes (powers of 1000).
    pub fn size(&self, bytes: u64) -> String {
        let thousands = bytes.div_ceil(1000);
        let (tenths, unit) = match thousands {
            0..1000 => (thousands * 10, self.kilobytes()),
            1000..1_000_000 => (bytes.div_ceil(100_000), self.megabytes()),
            _ => (bytes.div_ceil(100_000_000), self.gigabytes()),
        };
        let whole = (tenths / 10).to_string();
        let number = if thousands < 1000 || tenths >= 1000 {
            whole
        } else {
            [whole, (tenths % 10).to_string()].join(self.decimal_separator())
        };
        format!("{}\u{a0}{unit}", self.digits(&number))
    }
}

#[cfg(test)]
mod tests {
    use model::Language;

    use crate::Messages;

    #[test]
    fn sizes_are_rounded_up_and_written_as_the_language_does() {
        let size = |language: &str, bytes| Messages::of(&Language::new(language)).size(bytes).replace('\u{a0}', " ");
        for (bytes, expected) in [(1, "1 KB"), (61_000, "61 KB"), (999_000, "999 KB"), (999_001, "1.0 MB")] {
            assert_eq!(size("en", bytes), expected);
        }
        assert_eq!(size("ru", 2_340_000), "2,4 МБ");
        assert_eq!(size("uk", 10_738_000_000), "10,8 ГБ");
        assert_eq!(size("fa", 120_000_000), "۱۲۰ مگابایت");
    }
}

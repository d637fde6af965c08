//! Headers as they come: names in any case, each with any number of values.
//!
//! Owns how several values of one field are read. Must not know what the fields mean.

/// Names with all their values; a name may occur more than once.
#[derive(Clone, Copy)]
pub(super) struct Carrier<'a>(pub(super) &'a [(String, Vec<String>)]);

impl<'a> Carrier<'a> {
    /// The value of a field that may have one only, without the white space around it.
    pub(super) fn single(self, name: &str) -> Option<&'a str> {
        let mut values = self.values(name);
        let value = values.next()?;
        values
            .next()
            .is_none()
            .then(|| value.trim_matches([' ', '\t']))
    }

    /// All values of a field that is a comma list.
    pub(super) fn list(self, name: &str) -> Option<String> {
        let values: Vec<&str> = self.values(name).collect();
        (!values.is_empty()).then(|| values.join(","))
    }

    /// All fields whose names begin with `prefix`, with what follows it and their first values.
    pub(super) fn with_prefix(
        self,
        prefix: &'static str,
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().filter_map(move |(name, values)| {
            let (start, rest) = name.split_at_checked(prefix.len())?;
            let value = values.first()?;
            start
                .eq_ignore_ascii_case(prefix)
                .then_some((rest, value.as_str()))
        })
    }

    fn values(self, name: &str) -> impl Iterator<Item = &'a str> {
        let fields = self
            .0
            .iter()
            .filter(move |(other, _)| other.eq_ignore_ascii_case(name));
        fields.flat_map(|(_, values)| values.iter().map(String::as_str))
    }
}

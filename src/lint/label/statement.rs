//! What a label says about μ, σ and σ².

use super::number::{Reading, number, spaces};
use super::token::{Kind, Token, tokens};

/// What a statement is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quantity {
    Mu,
    Sigma,
    /// σ².
    Variance,
}

/// That a quantity is a number.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Statement<'a> {
    pub(super) quantity: Quantity,
    /// What the number may mean.
    pub(super) readings: Vec<Reading>,
    /// As it is written.
    pub(super) source: &'a str,
}

/// The statements of a label.
pub(super) fn statements(label: &str) -> Vec<Statement<'_>> {
    let tokens = tokens(label);
    let mut statements = Vec::new();
    // Where the statement before ends.
    let mut end = 0;
    for at in 0..tokens.len() {
        if let Some((quantity, readings, after)) = statement(&tokens, at)
            && begins(&tokens, at, end)
            && ends(&tokens, after)
        {
            end = after;
            let place = tokens[at].place.start..tokens[after - 1].place.end;
            let source = label.get(place).unwrap_or_default();
            statements.push(Statement {
                quantity,
                readings,
                source,
            });
        }
    }
    statements
}

/// Quantity, equals sign, number; and the token after them.
fn statement(tokens: &[Token<'_>], at: usize) -> Option<(Quantity, Vec<Reading>, usize)> {
    let (quantity, mut at) = quantity(tokens, at)?;
    at += spaces(tokens.get(at..)?);
    if tokens.get(at)?.kind != Kind::Equals {
        return None;
    }
    let (readings, taken) = number(tokens.get(at + 1..)?)?;
    Some((quantity, readings, at + 1 + taken))
}

fn quantity(tokens: &[Token<'_>], at: usize) -> Option<(Quantity, usize)> {
    let power = tokens.get(at + 1).filter(|next| next.kind == Kind::Power);
    match (tokens.get(at)?.kind, power.map(|power| power.text)) {
        (Kind::Mu, None) => Some((Quantity::Mu, at + 1)),
        (Kind::Sigma, None) => Some((Quantity::Sigma, at + 1)),
        (Kind::Sigma, Some("2" | "²")) => Some((Quantity::Variance, at + 2)),
        _ => None,
    }
}

/// Whether what comes before lets a statement begin here; the statement before it ended at `end`.
fn begins(tokens: &[Token<'_>], at: usize, end: usize) -> bool {
    let before = tokens.get(..at).unwrap_or_default();
    let is_space = |token: &&Token<'_>| matches!(token.kind, Kind::Thin | Kind::Gap);
    let gaps = before.iter().rev().take_while(is_space);
    let apart = gaps.clone().any(|token| token.kind == Kind::Gap);
    let last = at - gaps.count();
    match before
        .get(..last)
        .and_then(<[_]>::last)
        .map(|token| token.kind)
    {
        None | Some(Kind::Comma | Kind::Open | Kind::Separator) => true,
        Some(Kind::Word | Kind::Close) => apart,
        // Right behind another statement.
        Some(_) => apart && last == end,
    }
}

/// Whether what comes after a statement, from `at` on, lets it end there.
fn ends(tokens: &[Token<'_>], at: usize) -> bool {
    let rest = tokens.get(at..).unwrap_or_default();
    let gaps = spaces(rest);
    let apart = rest.iter().take(gaps).any(|token| token.kind == Kind::Gap);
    let kind = |at: usize| rest.get(at).map(|token| token.kind);
    let skip = |at: usize| at + spaces(rest.get(at..).unwrap_or_default());
    let says = |at: usize| {
        let after = quantity(rest, at).map(|(_, after)| skip(after));
        after.is_some_and(|after| kind(after) == Some(Kind::Equals))
    };
    match kind(gaps) {
        None | Some(Kind::Separator | Kind::Close) => true,
        // As in "0, 1", where the number before it may be none of its own.
        Some(Kind::Comma) => kind(skip(gaps + 1)) != Some(Kind::Digits),
        Some(Kind::Point) => kind(skip(gaps + 1)).is_none(),
        Some(Kind::Open | Kind::Mu | Kind::Sigma) if !apart => false,
        Some(Kind::Open) => true,
        Some(Kind::Mu | Kind::Sigma) => says(gaps),
        // A word may be a unit, but not between two statements.
        Some(Kind::Word) => says(skip(gaps + 1)),
        Some(_) => false,
    }
}

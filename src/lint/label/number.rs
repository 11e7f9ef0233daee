//! Decimal numbers as labels write them.

use super::token::{Kind, Token};

/// The digits from 0, and the minus sign, as superscripts.
pub(super) const SUPERSCRIPTS: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻";

/// What a number may mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Reading {
    pub(super) value: f64,
    /// Half of a unit of its last digit: by so much its rounding may have changed it.
    pub(super) half_unit: f64,
}

/// The most digits that are read, and the greatest power of ten.
const MOST: usize = 1000;

/// Everything that the number at the beginning of the tokens may mean, and how many tokens it takes. A comma can divide
/// thousands, precede decimals, or end the number. Nothing, if it is no number that can be read.
pub(super) fn number(tokens: &[Token<'_>]) -> Option<(Vec<Reading>, usize)> {
    let spaces = spaces(tokens);
    let negative = match tokens.get(spaces)?.kind {
        Kind::Minus => Some(true),
        Kind::Plus => Some(false),
        _ => None,
    };
    let mut at = spaces + usize::from(negative.is_some());
    at += self::spaces(tokens.get(at..)?);
    let (written, taken) = written(tokens.get(at..)?);
    at += taken;
    let (mantissas, power, taken) = scaled(&written, tokens.get(at..)?)?;
    at += taken;
    let sign = if negative == Some(true) { "-" } else { "" };
    let read = |(digits, decimals): Mantissa| {
        let exponent = power - i32::try_from(decimals).ok()?;
        let value: f64 = format!("{sign}{digits}e{exponent}").parse().ok()?;
        let half_unit = format!("5e{}", exponent - 1).parse().ok()?;
        value.is_finite().then_some(Reading { value, half_unit })
    };
    let readings: Option<Vec<Reading>> = mantissas.into_iter().map(read).collect();
    let readings = readings.filter(|readings| !readings.is_empty())?;
    Some((readings, at))
}

/// How many spaces the tokens begin with.
pub(super) fn spaces(tokens: &[Token<'_>]) -> usize {
    let is_space = |token: &&Token<'_>| matches!(token.kind, Kind::Thin | Kind::Gap);
    tokens.iter().take_while(is_space).count()
}

/// The digits and marks of a mantissa, and how many tokens they take: `;` stands for a comma that cannot end the number,
/// a space for one that groups digits.
fn written(tokens: &[Token<'_>]) -> (String, usize) {
    let mut written = String::new();
    let mut taken = 0;
    while let Some(token) = tokens.get(taken) {
        let next = tokens.get(taken + 1);
        let digits_follow = next.is_some_and(|next| next.kind == Kind::Digits);
        let adjacent = next.is_some_and(|next| next.place.start == token.place.end);
        let mark = match token.kind {
            Kind::Digits => token.text,
            Kind::Point if digits_follow => ".",
            Kind::Comma if digits_follow && adjacent => ",",
            Kind::InnerComma if digits_follow => ";",
            Kind::Thin if digits_follow && !written.is_empty() => " ",
            _ => break,
        };
        written += mark;
        taken += 1;
    }
    (written, taken)
}

/// What a mantissa may be, the power of ten that the tokens behind it multiply it by, and how many of them do. `None` if
/// they do something else to it.
fn scaled(written: &str, tokens: &[Token<'_>]) -> Option<(Vec<Mantissa>, i32, usize)> {
    let kind = |at: usize| tokens.get(at).map(|token| token.kind);
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
    match kind(0) {
        Some(Kind::Exponent) => return Some((mantissas(written), integer(text(0))?, 1)),
        Some(Kind::Power) if written == "10" => {
            return Some((mantissas("1"), integer(text(0))?, 1));
        }
        Some(Kind::Power) => return None,
        _ => {}
    }
    let times = spaces(tokens);
    if kind(times) != Some(Kind::Times) {
        return Some((mantissas(written), 0, 0));
    }
    let ten = times + 1 + spaces(tokens.get(times + 1..)?);
    let power = kind(ten + 1) == Some(Kind::Power) && text(ten) == "10";
    let exponent = integer(text(ten + 1)).filter(|_| power)?;
    Some((mantissas(written), exponent, ten + 2))
}

/// A whole number of a superscript.
fn integer(text: &str) -> Option<i32> {
    let plain = |c: char| match SUPERSCRIPTS
        .chars()
        .position(|superscript| superscript == c)
    {
        Some(10) => Some('-'),
        Some(digit) => char::from_digit(u32::try_from(digit).ok()?, 10),
        None => match c {
            '\u{2212}' => Some('-'),
            c => Some(c),
        },
    };
    let visible = text.chars().filter(|c| !matches!(c, ' ' | '{' | '}'));
    let digits: String = visible.map(plain).collect::<Option<_>>()?;
    let integer: i32 = digits.parse().ok()?;
    (integer.unsigned_abs() as usize <= MOST).then_some(integer)
}

/// Digits, and how many of them are decimals.
type Mantissa = (String, usize);

/// Everything that a mantissa may be.
fn mantissas(written: &str) -> Vec<Mantissa> {
    if written.len() > MOST {
        return Vec::new();
    }
    let mut readings = Vec::new();
    // As the end of the number, where it may be that.
    if let Some((before, _)) = written.split_once(',') {
        readings.extend(plain(before));
    }
    let commas = written.replace(';', ",");
    if !commas.contains('.') {
        readings.extend(plain(&commas.replacen(',', ".", 1)));
    }
    readings.extend(grouped(&commas));
    readings
}

/// A mantissa in which commas, if any, divide thousands.
fn grouped(written: &str) -> Option<Mantissa> {
    let (whole, decimals) = written.split_once('.').unwrap_or((written, ""));
    if decimals.contains(',') {
        return None;
    }
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let thousands = groups.clone().count() > 0;
    let fine = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    (!thousands || fine).then(|| plain(&written.replace(',', "")))?
}

/// A mantissa in which spaces, if any, divide groups of three digits, counted from the point.
fn plain(written: &str) -> Option<Mantissa> {
    let (whole, decimals) = written.split_once('.').unwrap_or((written, ""));
    let threes = |groups: Vec<&str>| {
        let inner = groups.iter().skip(1).all(|group| group.len() == 3);
        let outer = groups.first().is_some_and(|group| group.len() <= 3);
        groups.len() == 1 || (inner && outer)
    };
    if !threes(whole.split(' ').collect()) || !threes(decimals.rsplit(' ').collect()) {
        return None;
    }
    let digits = [whole, decimals].concat().replace(' ', "");
    let all = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| (digits, decimals.replace(' ', "").len()))
}

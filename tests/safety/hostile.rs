//! Strings that would do something if they were taken for more than text.
//!
//! A script that runs sets the variable `pwned`; all else that works asks `evil.test` for something.

/// Short ones. [`long`] is one more.
const SHORT: [&str; 77] = [
    // Elements, in every place that a text may stand in.
    "<script>pwned=1</script>",
    "</title><script>pwned=1</script>",
    "</desc></svg><script>pwned=1</script>",
    "\"><script>pwned=1</script>",
    "<script href='http://evil.test/a.js'/>",
    "</title><img src=x onerror=pwned=1>",
    "<img src=http://evil.test/a.png>",
    "<image href='http://evil.test/b.png'/>",
    "<image xlink:href='http://evil.test/c.png'/>",
    "<use href='http://evil.test/a.svg#a'/>",
    "<a href='javascript:pwned=1'><text>a</text></a>",
    "<foreignObject><iframe src='http://evil.test/frame'/></foreignObject>",
    "</title><iframe srcdoc='<script>top.pwned=1</script>'>",
    "<set attributeName='onload' to='pwned=1'/>",
    "<animate onbegin='pwned=1' attributeName='x' dur='1s'/>",
    "<style>@import url(http://evil.test/a.css);</style>",
    "</style><link rel=stylesheet href=http://evil.test/b.css>",
    "<meta http-equiv=refresh content='0;url=http://evil.test/'>",
    "<base href='http://evil.test/'>",
    "<handler type='text/javascript'>pwned=1</handler>",
    "<svg/onload=pwned=1>",
    "<<script>>pwned=1<</script>>",
    "<\u{130}mg src=x onerror=pwned=1>",
    "＜script＞pwned=1＜/script＞",
    "+ADw-script+AD4-pwned=1+ADw-/script+AD4-",
    // Ends of attributes.
    "\" onload=\"pwned=1",
    "' onload='pwned=1",
    "` onload=`pwned=1",
    "\"/><image href=\"http://evil.test/d.png\"/><g a=\"",
    "\" style=\"background:url(http://evil.test/e.png)",
    "\" onmouseover=pwned=1 x=\"",
    "\\\" onload=\\\"pwned=1",
    // Comments, sections, instructions, entities.
    "<!--",
    "-->",
    "--><script>pwned=1</script><!--",
    "--!><script>pwned=1</script>",
    "]]>",
    "]]><script>pwned=1</script>",
    "<![CDATA[<script>pwned=1</script>]]>",
    "<?xml-stylesheet href='http://evil.test/c.css'?>",
    "?><script>pwned=1</script>",
    "<!DOCTYPE svg [<!ENTITY e SYSTEM 'http://evil.test/e'>]>&e;",
    "<!ENTITY % p SYSTEM 'http://evil.test/p'> %p;",
    "&e; &amp; &amp;lt; &",
    "&lt;script&gt;pwned=1&lt;/script&gt;",
    "&#60;script&#62;pwned=1&#60;/script&#62;",
    "&#x0;&#xD800;&#xFFFF;&#99999999999;",
    // Addresses and styles.
    "javascript:pwned=1",
    "data:text/html,<script>top.pwned=1</script>",
    "http://evil.test/f.png",
    "//evil.test/g.png",
    "file:///etc/passwd",
    "url(http://evil.test/h.png)",
    "url('#a')",
    "red;background:url(http://evil.test/i.png)",
    "red\" onload=\"pwned=1",
    "@import 'http://evil.test/d.css';",
    "expression(pwned=1)",
    "attr(href url)",
    // What TeX can ask for.
    r"$\href{javascript:pwned=1}{a}$",
    r"$\url{http://evil.test/}$",
    r"$\includegraphics{http://evil.test/j.png}$",
    r"$\htmlStyle{background:url(http://evil.test/k.png)}{a}$",
    r"$\htmlData{onload=pwned=1}{a}$",
    r"$\htmlId{a}{b}\htmlClass{c}{d}$",
    r"$\html@mathml{<script>pwned=1</script>}{a}$",
    r"$\input{/etc/passwd}$",
    r"$\text{</title><script>pwned=1</script>}$",
    r"$x < y > \text{&amp;}$",
    // What XML, terminals and readers of lines obey.
    "\0\u{1}\u{8}\u{b}\u{c}\u{1f}\u{7f}",
    "\u{1b}]52;c;cm0gLXJmIC8K\u{7} \u{1b}]8;;http://evil.test/\u{7}a \u{1b}[2J\u{9b}31m",
    "a\r\nerror: forged\n\u{85}\u{2028}\u{2029}::set-output name=a::b",
    "##[set-output name=a]b ##vso[task.setvariable variable=a]b",
    "\u{202e}txt.exe\u{2066}\u{200f}\u{61c}\u{200b}\u{ad}\u{e0041}",
    "\u{fffe}\u{ffff}\u{feff}\u{fff9}\u{fdd0}\u{10ffff}",
    // What shells and tables obey.
    "`touch pwned`; touch pwned | touch pwned",
    "=HYPERLINK(\"http://evil.test/\") | a\n| b |",
];

/// As long as a label may be.
fn long() -> String {
    "<script>pwned=1</script>".repeat(10_000 / 24)
}

/// All of them.
pub(crate) fn strings() -> Vec<String> {
    let long = [long()].into_iter();
    SHORT.into_iter().map(str::to_owned).chain(long).collect()
}

/// The places of a config that take a string, where it is text that a figure shows or says.
pub(crate) const TEXTS: [&str; 5] = ["title", "alt", "x.label", "y.label", "gaussian.label"];

/// The others.
pub(crate) const WORDS: [&str; 10] = [
    "quantity",
    "style",
    "figure.background",
    "figure.font",
    "figure.theme",
    "gaussian.color",
    "gaussian.dash",
    "allow",
    "legend.position",
    "key",
];

/// A config with the string in these places.
pub(crate) fn config(string: &str, places: &[&str]) -> String {
    let value = toml::Value::from(string);
    let line = |place: &&str| match *place {
        "allow" | "figure.font" => format!("{place} = [{value}]\n"),
        "key" => format!("{value} = 0\n"),
        place => format!("{place} = {value}\n"),
    };
    // Of the Gaussian, that is of the one table of an array, keys are within it.
    let (of_gaussian, others): (Vec<&str>, Vec<&str>) = places
        .iter()
        .partition(|place| place.starts_with("gaussian."));
    let of_gaussian = of_gaussian
        .iter()
        .map(|place| place.replace("gaussian.", ""));
    format!(
        "{}[[gaussian]]\nmu = 0\nsigma = 1\n{}",
        others.iter().map(line).collect::<String>(),
        of_gaussian.map(|place| line(&&*place)).collect::<String>()
    )
}

/// The figure with the string in every place that takes it, and these places.
pub(crate) fn figure(string: &str) -> (String, Vec<&'static str>) {
    let accepted = |place: &&str| gaussfig::render_svg(&config(string, &[*place])).is_ok();
    let places: Vec<&str> = TEXTS.into_iter().filter(accepted).collect();
    let svg = gaussfig::render_svg(&config(string, &places));
    (svg.expect("each place takes it"), places)
}

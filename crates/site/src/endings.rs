//! Lists the endings of files that hosts run, and that browsers show as a page.

/// The endings of programs that hosts run. A host may run a file that has one of them anywhere in its name.
pub const PROGRAMS: &[&str] = &[
    "php", "php3", "php4", "php5", "php7", "php8", "phps", "phar", "pht", "phtml", "inc", "cgi", "fcgi", "pl", "pm",
    "py", "rb", "lua", "tcl", "asp", "aspx", "asa", "asax", "ascx", "ashx", "asmx", "cer", "config", "jsp", "jspx",
    "jsw", "war", "cfm", "cfc", "shtml", "shtm", "stm", "ssi", "var", "dll", "exe", "sh", "htaccess", "conf",
];

/// The endings of files that browsers show as a page of the site, or run in one.
pub const PAGES: &[&str] = &[
    "html",
    "htm",
    "xhtml",
    "xht",
    "shtml",
    "mhtml",
    "mht",
    "svg",
    "svgz",
    "xml",
    "xsl",
    "xslt",
    "rss",
    "atom",
    "rdf",
    "gpx",
    "kml",
    "dae",
    "fb2",
    "mathml",
    "mml",
    "js",
    "mjs",
    "cjs",
    "css",
    "wasm",
    "swf",
    "htc",
    "hta",
    "webmanifest",
    "appcache",
];

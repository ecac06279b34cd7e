app-not-started = The app has not started
app-not-started-reason = What this device keeps of it may be damaged or out of date.
ask-the-site = Ask the site itself for this page
links-may-not-work = If the links on this page do not work, shorten the address in your browser to where the site begins.

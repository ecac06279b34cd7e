### Pages that are there when the app is not.

## The page that starts the app without a connection

app-not-started = The app has not started
app-not-started-reason = What this device keeps of it may be damaged or out of date.
# A link.
ask-the-site = Ask the site itself for this page

## The page for addresses that do not exist

# Seen where scripts are off.
links-may-not-work = If the links on this page do not work, shorten the address in your browser to where the site begins.

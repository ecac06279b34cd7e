### Pages that are there when the app is not.

## The page that starts the app without a connection

app-not-started = The app has not started
app-not-started-reason = Its files on this device may be damaged or out of date.
# A link.
ask-the-site = Load this page from the site

## The page for addresses that do not exist

# Seen where scripts are off.
links-may-not-work = If the links on this page do not work, shorten the address in your browser to where the site begins.

## Any page whose app does not load

# At the end of the page, or in the notice after a press that nothing can carry out.
app-missing = The app of this site did not start, so nothing can be saved or shared. You can go on reading. To try again, load the page again.

// Shows the times in the visitor's own zone, as long as no zone was chosen.
(function () {
	var shown = document.querySelector('[data-guess]');
	if (!shown || !window.Intl || !window.URL) return;

	var zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
	var touched = [].some.call(document.querySelectorAll('#booking input, #booking textarea'), function (field) {
		return field.value !== field.defaultValue || field.checked;
	});
	var url = new URL(location.href);
	if (!zone || touched || zone === shown.dataset.guess || url.searchParams.has('zone')) return;

	url.searchParams.set('zone', zone);
	location.replace(url);
})();

// Shows the times in the visitor's own zone, as long as no zone was chosen.
(function () {
	var form = document.querySelector('form[data-guess]');
	if (!form || !window.Intl || !window.URL) return;

	var zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
	var known = [].some.call(form.elements.zone.options, function (option) {
		return option.value === zone;
	});
	var touched = [].some.call(document.querySelectorAll('#booking input, #booking textarea'), function (field) {
		return field.value !== field.defaultValue || field.checked;
	});
	var url = new URL(location.href);
	if (!known || touched || zone === form.dataset.guess || url.searchParams.has('zone')) return;

	url.searchParams.set('zone', zone);
	location.replace(url);
})();

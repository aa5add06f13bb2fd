// Says that a person has opened the link, and shows another day, month or zone without a new page, so that what was
// typed stays and nothing jumps.
(function () {
	// Programs that only look at a link touch nothing.
	if (location.pathname.indexOf('/l/') === 0 && navigator.sendBeacon) {
		var signs = ['pointerdown', 'keydown', 'wheel', 'touchmove'];
		var opened = function (event) {
			if (!event.isTrusted) return;
			signs.forEach(function (sign) { removeEventListener(sign, opened); });
			navigator.sendBeacon(location.pathname + '/opened');
		};
		signs.forEach(function (sign) { addEventListener(sign, opened, { passive: true }); });
	}

	var form = document.getElementById('booking');
	if (!form || !window.fetch || !window.URL) return;
	var said = document.getElementById('said');
	var latest = 0;

	function part(root, name) {
		return root.querySelector('[data-part=' + name + ']');
	}

	function able(yes) {
		form.querySelector('.details button').disabled = !yes;
	}

	function chosen() {
		return form.querySelector('[name=start]:checked');
	}

	function show(url, focus) {
		var mine = ++latest;
		fetch(url).then(function (answer) {
			if (!answer.ok) throw answer;
			return answer.text();
		}).then(function (text) {
			if (mine !== latest) return;
			var page = new DOMParser().parseFromString(text, 'text/html');
			if (!part(page, 'calendar')) throw text;
			var time = chosen();
			['zone', 'calendar'].forEach(function (name) {
				part(document, name).replaceWith(part(page, name));
			});
			document.querySelector('footer').replaceWith(page.querySelector('footer'));
			if (time) [].some.call(form.querySelectorAll('[name=start]'), function (other) {
				return other.checked = other.value === time.value;
			});
			history.replaceState(null, '', url.href.split('#')[0]);
			if (focus) focus();
		}).catch(function () {
			if (mine === latest && focus) location.assign(url);
		});
	}

	function go(url, rel) {
		show(url, function () {
			var heading = document.getElementById('times');
			var target = rel && form.querySelector('[rel=' + rel + ']') || document.getElementById(url.hash.slice(1)) || heading;
			if (target.localName === 'p') target = target.querySelector('a');
			target.focus({ preventScroll: true });
			if (target === heading) heading.parentNode.scrollIntoView({ block: 'nearest' });
			said.textContent = target === heading ? '' : document.getElementById('month').textContent + ', ' + heading.textContent;
		});
	}

	document.addEventListener('click', function (event) {
		var link = event.target.closest('[data-part] a');
		if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
		event.preventDefault();
		go(new URL(link.href), link.rel);
	});

	document.addEventListener('submit', function (event) {
		if (event.target === form) {
			able(false);
			// An answer may never come: then the same can be sent again, and books once all the same.
			setTimeout(able, 8000, true);
			return;
		}
		event.preventDefault();
		go(new URL('?' + new URLSearchParams(new FormData(event.target)) + '#zone', location.href));
	});

	// The page may come back as it was left.
	window.addEventListener('pageshow', function () {
		able(true);
	});

	var guess = part(document, 'zone').dataset.guess;
	var zone = window.Intl && Intl.DateTimeFormat().resolvedOptions().timeZone;
	if (guess && zone && zone !== guess) {
		var here = new URL(location.href);
		here.searchParams.set('zone', zone);
		show(here);
	}
})();

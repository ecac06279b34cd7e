alert-tip = Порада
alert-important = Важливо
alert-warning = Увага
alert-caution = Обережно

alert-tip = Совет
alert-important = Важно
alert-warning = Внимание
alert-caution = Осторожно

alert-tip = نکته
alert-important = مهم
alert-warning = هشدار
alert-caution = احتیاط
